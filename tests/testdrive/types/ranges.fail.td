> select '[1,2]'::int4range
[1,2]
