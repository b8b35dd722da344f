> select 'a'::text, 'b'::varchar, 'c'::varchar(5), 'd'::char(3), 'e'::name, '<null>'
a b c "d  " e "<null>"
