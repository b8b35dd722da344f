> select * from (values (1, 'foo'), (2, 'bar'), (3, 'foo'), (1, 'bar')) as t
4 values hashing to 7dd470c8470b085df13552e191a244ab
