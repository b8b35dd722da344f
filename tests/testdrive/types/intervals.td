> select '1 year'::interval, '2 days'::interval, '1 year 2 months 3 days 04:05:06'::interval, '-1 day'::interval, '0'::interval, '1.5 seconds'::interval
"1 year" "2 days" "1 year 2 months 3 days 04:05:06" "-1 days" 00:00:00 00:00:01.5
