> select '{1,2}'::int[], '{{1},{2}}'::int[], array['a b', null, 'c"d', 'NULL']::text[], '{}'::int[], '[2:3]={1,2}'::int[]
{1,2} {{1},{2}} "{a b,NULL,c\"d,NULL}" {} [2:3]={1,2}

> select array['2007-02-01 15:04:05']::timestamp[], array[true]::bool[], array[1e20]::float8[]
"{2007-02-01 15:04:05}" {true} {100000000000000000000}
