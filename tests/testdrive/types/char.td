# The type "char" is a small number.
> select 'a'::"char", ''::"char"
97 0
