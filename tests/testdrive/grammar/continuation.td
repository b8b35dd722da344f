# Lines of a statement keep their ends, so a comment of SQL ends with its line.
> select 1 -- one
  + 1
  as two
2

$ set json={"a": 1,
  "b": [2, 3]}

> select '${json}'
"{\"a\": 1, \"b\": [2, 3]}"
