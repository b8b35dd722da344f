$ set-from-file content=/etc/passwd
