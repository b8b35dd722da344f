> select 1, 'anvil'
1  anvil

> select * from (values (1, 'anvil'), (2, 'rope')) as v
1  anvil
2  ropes
