> select n, n * n from generate_series(1, 200) as t (n)
1 1
