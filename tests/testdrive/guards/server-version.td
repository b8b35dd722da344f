>[server_version_num<100000] select 'old'
not run

>[server_version_num>=100000] select 'new'
new

$ set a=new

$[server_version_num<100000] set a=old

> select '${a}'
new
