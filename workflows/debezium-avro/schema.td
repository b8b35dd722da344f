# Columns that come, change and go.
> alter table orders add column weight int

> insert into orders values (30, 'with a weight', 1, 7)

> alter table orders alter column item type varchar(300)

> alter table orders drop column weight

> insert into orders values (31, 'without a weight', 1)
