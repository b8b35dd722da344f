# The statements of all calls run in one session.
$ mysql-connect name=my url=mysql://root@mysql password=mysql

$ mysql-execute name=my
set @n = 1
create temporary table mysql.session_of_its_own (n int not null)

$ mysql-execute name=my
insert into mysql.session_of_its_own values (@n)
select * from mysql.session_of_its_own; select 2
