$ set-from-sql var=version_text
select 'fif' || 'teen'

> select '${version_text}'
fifteen
