> select '${env.HOME}'
x
