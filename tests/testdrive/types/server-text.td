# Types that the original rejects are the server's own text.
> create type pg_temp.color as enum ('red', 'green')

> select 'red'::pg_temp.color, row(1, 'x'), '10.0.0.1/8'::inet, '101'::bit(3), '(1,2)'::point, 'int4'::regtype, pg_typeof(1)
red (1,x) 10.0.0.1/8 101 (1,2) integer integer

> select 'a b'::tsvector, '1.5'::money is not null, '10'::bit varying is not null
"'a' 'b'" true true

> select '1 2'::int2vector, '{x,y}'::varchar[], '08:00:2b:01:02:03'::macaddr
"1 2" {x,y} 08:00:2b:01:02:03
