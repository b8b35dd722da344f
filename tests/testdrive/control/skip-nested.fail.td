$ skip-if
select true

$ skip-if
select false
