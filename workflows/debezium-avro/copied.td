# The sink has the first rows.
> select * from orders
id  item   price
----------------
1   anvil  10.50
2   rope   2.00

> select flag, small, big, single, double, exact, letters, short, padded, bytes from every_type where id = 1
true  -5  9007199254740993  0.5  0.1  1234.567  grüße  short  "ab  "  "\\x00\\xff"

> select day, clock, moment, instant, span, code, doc, mood, tags from every_type where id = 1
2026-02-28  23:59:58  "2026-02-28 23:59:58.123456"  "2026-02-28 22:59:58 UTC"  26:00:00  a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11  "{\"a\": [1, null]}"  sad  {one,two}

> select count(*) from every_type where id = 2 and flag is null and exact is null and instant is null and tags is null
1

> select id, note, length(body) from large
1 first 100000
