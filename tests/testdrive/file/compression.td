$ file-append path=a.gz compression=gzip header=id
1

# A second member of the same file.
$ file-append path=a.gz compression=gzip
2

$ file-append path=a.zst compression=zstd repeat=1000 trailing-newline=false
line

$ file-append path=a.txt compression=none
line
