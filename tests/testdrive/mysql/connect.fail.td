$ mysql-connect name=my url=mysql://root@mysql password=wrong-password
