> select '', ' ', 'two words', E'tab\there', E'line\nend'
"" " " "two words" "tab\there" "line\nend"

> select 'quote"d', 'back\slash', null, 'a"b'
"quote\"d" back\slash <null> "a\"b"
