$ mysql-connect name=my url=mysql://root@mysql password=mysql

$ mysql-execute name=my
drop database if exists td
create database td
create table td.t (n int)
insert into td.t values (1), (2)
drop database td
