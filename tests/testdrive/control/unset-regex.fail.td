# Behind unset-regex, nothing is masked.
$ set-regex match=\d+ replacement=N

$ unset-regex

> select 'a1'
aN
