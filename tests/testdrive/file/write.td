$ file-write path=a.csv
1

$ file-write path=a.csv header=id
2
