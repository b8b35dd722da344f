# The subscriber: tables of the same shape, then a copy of what is there.
> create table orders (id int primary key, item text not null, price numeric(10,2), placed timestamptz, note jsonb)

> create table rounds (name text not null, step int not null, payload text, unique (name, step))

> alter table rounds replica identity full

> create subscription shop connection 'host=postgres user=postgres password=postgres dbname=postgres' publication shop

> select id, item, price, placed, note from orders
id  item   price  placed                     note
----------------------------------------------------------
1   anvil  10.50  "2026-01-01 12:00:00 UTC"  "{\"heavy\":true}"
2   rope   2.00   <null>                     <null>

# A slot for the subscription, and none for the copies of tables any more.
$ postgres-verify-slot connection=postgres://postgres:postgres@postgres/postgres slot=% active=true

$ postgres-verify-slot connection=postgres://postgres:postgres@postgres/postgres slot=pg_%_sync_% active=false
