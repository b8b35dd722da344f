> select 'a b'
"a b
