> select '\x00'::bytea
"\\x01"
