# Parameters of a client that would connect to somewhere else.
$ mysql-connect name=my url=mysql://root@mysql/?socket=%2Frun%2Fmysqld.sock
