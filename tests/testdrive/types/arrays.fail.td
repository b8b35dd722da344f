> select array['a b', 'c']::text[]
"{\"a b\",c}"
