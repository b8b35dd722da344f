> select 1
1

$ kafka-create-topics topic=a

$ postgres-execute conection=x
select 1

$ set-max-tries max-tries=0
