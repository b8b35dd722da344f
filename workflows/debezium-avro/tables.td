# The source: a table with every common type, one with an ordinary key, one with a large value.
> create type mood as enum ('glad', 'sad')

> create table every_type (
    id int primary key,
    flag boolean, small smallint, big bigint, single real, double double precision, exact numeric(12, 3),
    letters text, short varchar(10), padded char(4), bytes bytea,
    day date, clock time, moment timestamp, instant timestamptz, span interval,
    code uuid, doc jsonb, mood mood, tags text[]
  )

> insert into every_type values
  (1, true, -5, 9007199254740993, 0.5, 0.1, 1234.567, 'grüße', 'short', 'ab', '\x00ff',
   '2026-02-28', '23:59:58', '2026-02-28 23:59:58.123456', '2026-02-28 23:59:58+01', '1 day 02:00:00',
   'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '{"a": [1, null]}', 'sad', '{one,two}'),
  (2, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null)

> create table orders (id int primary key, item text not null, price numeric(10, 2) not null)

> alter table orders replica identity full

> insert into orders values (1, 'anvil', 10.50), (2, 'rope', 2)

> create table rounds (name text, step int, payload text, primary key (name, step))

> create table large (id int primary key, note text, body text)

> alter table large alter column body set storage external

> insert into large values (1, 'first', repeat('x', 100000))
