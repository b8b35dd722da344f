# The server may not read files of this machine.
$ mysql-connect name=my url=mysql://root@mysql/mysql password=mysql

$ mysql-execute name=my
load data local infile '/etc/hostname' into table help_topic
