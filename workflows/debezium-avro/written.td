# All rows of the writer.
> select count(*), min(step), max(step) from rounds where name = '${arg.round}' and payload = 'written'
200 1 200
