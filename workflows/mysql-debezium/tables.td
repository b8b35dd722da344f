$ mysql-connect name=server url=mysql://root@mysql password=mysql

$ mysql-execute name=server
create database shop

$ mysql-connect name=shop url=mysql://root@mysql/shop password=mysql

$ mysql-execute name=shop
create table orders (id int primary key, item varchar(100) not null, price decimal(10, 2), placed datetime(6), flags set('a', 'b'), note json)
insert into orders values (1, 'anvil', 10.50, '2026-01-01 12:00:00', 'a,b', '{"heavy": true}'), (2, 'größe', null, null, null, null)
