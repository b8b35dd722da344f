$ set-from-sql var=n
select n::text from generate_series(1, 2) as t (n)
