# There is no service of that name.
$ mysql-connect name=my url=mysql://root@no-such-service password=mysql
