# Behind skip-end, commands run again.
$ skip-if
select true

> select 1
2

$ skip-end

> select 3
4
