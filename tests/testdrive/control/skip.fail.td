$ skip-if
select 1
