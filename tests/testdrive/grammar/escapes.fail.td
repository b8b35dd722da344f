> select '#y'
#y
