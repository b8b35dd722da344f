> select * from not_there_yet
1
