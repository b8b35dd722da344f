$ set-regex match=\d{4}-\d{2}-\d{2} replacement=<date>

> select current_date, 'x'
<date> x

! select ('2020-01-01x')::date
contains: "<date>x"

$ unset-regex

> select '2020-01-01'
2020-01-01
