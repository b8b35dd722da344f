$ set-row-order order=exact

> select n from generate_series(3, 1, -1) as t (n)
1
2
3
