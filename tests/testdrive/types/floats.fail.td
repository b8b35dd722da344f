> select 1e20::float8
1e+20
