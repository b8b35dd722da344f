> select '1 month'::interval
"1 mon"
