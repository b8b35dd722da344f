! select 1/0
exact: division by zero
