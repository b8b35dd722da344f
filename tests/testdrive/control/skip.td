$ skip-if
select true

> select 'skipped'
nothing

$ skip-end

$ skip-if
select false

> select 1
1

$ skip-end
