> select 1 as one, 'x' as "two words"
one  "two words"
----------------
1    x

> select 1 as one where false
one
---
