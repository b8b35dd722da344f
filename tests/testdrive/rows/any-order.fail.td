> select * from (values (2, 'b'), (1, 'a'), (1, 'a'), (3, 'a long one')) as t (number, letter)
1 a
2 c
3 "a long one"
