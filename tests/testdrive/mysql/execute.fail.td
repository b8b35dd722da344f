$ mysql-connect name=my url=mysql://root@mysql password=mysql

$ mysql-execute name=my
select * from nowhere.t
