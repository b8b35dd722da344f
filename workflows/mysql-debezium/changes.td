$ mysql-connect name=shop url=mysql://root@mysql/shop password=mysql

$ mysql-execute name=shop
insert into orders (id, item, price) values (3, 'crate', 0.01)
update orders set price = 3 where id = 2
delete from orders where id = 1
alter table orders add column weight int
update orders set weight = 7, id = 30 where id = 3
