# The same table is made by the other file. Files that run at the same time have a database each.

> select current_database() = 'shop'
\${arg.shared}

> drop table if exists t

> create table t (n int, word text)

> insert into t values (1, '${arg.word}'), (2, null)

> select n, word from t
n  word
-----------
1  ${arg.word}
2  <null>

> drop table t
