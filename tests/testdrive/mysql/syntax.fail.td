$ mysql-connect name=my url=mysql://root@mysql password=mysql

# Lines are statements: this is two, and neither is right.
$ mysql-execute name=my
select 1 +
1
