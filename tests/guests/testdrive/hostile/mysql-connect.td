$ mysql-connect name=one url=mysql://root@${arg.host}/
