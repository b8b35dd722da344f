$ set-from-file content=variables/missing.txt
