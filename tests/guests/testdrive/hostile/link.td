$ set-from-file content=link
