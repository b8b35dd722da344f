$ file-append path=a.csv header=id,name
1,x
2,\x41

$ file-append path=a.csv header=id,name repeat=2
3,y

$ file-append path=b.gz compression=gzip
compressed

$ file-delete path=a.csv
