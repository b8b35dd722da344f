> select true, false
t f
