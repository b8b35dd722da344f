$ file-append path=a compression=rar
x
