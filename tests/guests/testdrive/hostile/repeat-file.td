$ file-append path=many repeat=1000000000
row
