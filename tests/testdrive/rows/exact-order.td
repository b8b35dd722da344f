$ set-row-order order=exact

> select n from generate_series(3, 1, -1) as t (n)
3
2
1

$ set-row-order order=any

> select n from generate_series(3, 1, -1) as t (n)
1
2
3
