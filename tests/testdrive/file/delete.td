$ file-append path=a.csv
1

$ file-delete path=a.csv

# It is not there any more, so it is made again.
$ file-append path=a.csv
1

$ file-delete path=a.csv
