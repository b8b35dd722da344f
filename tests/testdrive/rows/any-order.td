> select * from (values (2, 'b'), (1, 'a'), (1, 'a')) as t
1 a
2 b
1 a
