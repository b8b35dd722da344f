$ mysql-connect name=my url=mysql://root@mysql/nowhere password=mysql
