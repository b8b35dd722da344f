$ mysql-connect name=my url=mysql://root@mysql password=mysql

$ mysql-execute name=other
select 1
