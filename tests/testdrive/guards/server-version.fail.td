>[server_version_num>=100000] select 1
2
