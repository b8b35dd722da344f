$ file-delete path=missing.csv
