$ file-append path=bytes
fine
a\xF
