$ file-write path=..
1
