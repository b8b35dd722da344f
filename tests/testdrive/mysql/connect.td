# The password in the URL, in its place, and a database.
$ mysql-connect name=one url=mysql://root:mysql@mysql
$ mysql-connect name=two url=mysql://root:%6dysql@mysql:3306/mysql
$ mysql-connect name=three url=mysql://root:not-this-one@mysql/ password=mysql

$ mysql-execute name=two
select count(*) from help_topic

# A name is used again: the connection takes the place of the other.
$ mysql-connect name=one url=mysql://root@mysql/mysql password=mysql

$ mysql-execute name=one
select count(*) from help_topic
