$ file-append path=../escape.csv
1,x
