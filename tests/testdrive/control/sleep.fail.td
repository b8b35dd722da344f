$ random-sleep duration=10h
