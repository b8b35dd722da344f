> select '2007-02-01 15:04:05+06'::timestamptz, '2007-02-01 15:04:05.25+00'::timestamptz
"2007-02-01 09:04:05 UTC" "2007-02-01 15:04:05.250 UTC"

> set timezone to 'America/New_York'

> select '2007-02-01 15:04:05+06'::timestamptz
"2007-02-01 09:04:05 UTC"
