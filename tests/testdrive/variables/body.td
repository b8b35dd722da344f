$ set query=
select 1,
  2

> ${query}
1 2
