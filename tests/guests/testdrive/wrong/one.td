> select 1
1

$ no-such-action
