> select 1 as n, 'unexpected' as why
