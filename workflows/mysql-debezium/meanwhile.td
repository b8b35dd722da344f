$ mysql-connect name=shop url=mysql://root@mysql/shop password=mysql

$ mysql-execute name=shop
insert into orders (id, item) values (40, 'while nobody listened')
update orders set item = 'size' where id = 2
