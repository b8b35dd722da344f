! select 1/0
contains: division by zero
hint: use another number
