> create temporary table t (n int)

> select * from t
