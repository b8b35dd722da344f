> select 1,
  ${nowhere}
1 2
