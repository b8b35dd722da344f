! select 1
timeout
