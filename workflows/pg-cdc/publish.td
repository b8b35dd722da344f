# The publisher: two tables, one of them with a key that is not its primary key.
> create table orders (id int primary key, item text not null, price numeric(10,2), placed timestamptz, note jsonb)

> create table rounds (name text not null, step int not null, payload text, unique (name, step))

> alter table rounds replica identity full

> insert into orders values
  (1, 'anvil', 10.50, '2026-01-01 12:00:00+00', '{"heavy": true}'),
  (2, 'rope', 2, null, null)

> create publication shop for table orders, rounds

> select tablename from pg_publication_tables
orders
rounds
