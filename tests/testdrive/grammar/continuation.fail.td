> select
  'expected',
  'this'
expected that
