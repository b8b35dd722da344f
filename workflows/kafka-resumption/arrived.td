> select count(*), sum(amount) from orders where round = '${arg.round}'
1000 499500
