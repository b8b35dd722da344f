> select '[1,10)'::int4range, '[1,2]'::int8range, 'empty'::numrange, '(,5)'::int4range, '[2020-01-01,2020-02-01)'::daterange
[1,10) [1,3) empty (,5) [2020-01-01,2020-02-01)
