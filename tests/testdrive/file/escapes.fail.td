$ file-append path=bytes
fine
\xF
