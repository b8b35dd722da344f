? explain (costs off) select 1 where false
Result
  One-Time Filter: false
\  