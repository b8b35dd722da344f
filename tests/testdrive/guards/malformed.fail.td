>[version!=5500] select 1
1

>[release>=1] select 1
1
