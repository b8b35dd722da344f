# Changes of tables are not replicated: a column that the subscriber lacks stops it until it has one.
> alter table orders add column weight int

> insert into orders values (3, 'crate', 1, null, null, 7)

$ postgres-connect name=subscriber url=postgres://postgres:postgres@subscriber/postgres

$ postgres-execute connection=subscriber
alter table orders add column weight int

$ set-from-sql var=published
select count(*)::text from orders

> create table seen (n int)

# The publisher asks the subscriber, since this file's statements go to the publisher.
> create extension postgres_fdw

> create server subscriber foreign data wrapper postgres_fdw options (host 'subscriber', dbname 'postgres')

> create user mapping for postgres server subscriber options (user 'postgres', password 'postgres')

> create foreign table subscribed (id int, item text, weight int) server subscriber options (table_name 'orders')

> select id, item, weight from subscribed where id = ${published}
3 crate 7
