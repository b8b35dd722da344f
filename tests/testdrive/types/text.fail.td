> select 'd'::char(3)
d
