$ set-from-file content=variables/content.txt

> select length('${content}') > 3
true
