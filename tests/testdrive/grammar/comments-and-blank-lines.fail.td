# A comment within a statement ends it: what follows is no part of it.
> select 1
# and
  + 1
2
