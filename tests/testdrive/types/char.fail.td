> select 'a'::"char"
a
