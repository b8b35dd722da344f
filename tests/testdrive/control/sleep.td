$ sleep-is-probably-flaky-i-have-justified-my-need-with-a-comment duration=10ms

$ random-sleep duration=10ms

$ nop
