$ set-regex match=\d+

> select 'a1b22'
a<regex_match>b22
