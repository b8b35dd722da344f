! select 1
contains: anything
