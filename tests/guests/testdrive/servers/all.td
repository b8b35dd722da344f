# Every kind of server, by the names of services. The broker tells clients where it is by the name of its service, too.

$ set schema={"type": "record", "name": "row", "fields": [{"name": "id", "type": "long"}]}

$ kafka-create-topic topic=rows partitions=1

$ kafka-ingest topic=rows format=avro schema=${schema}
{"id": 1}
{"id": 2}

$ kafka-verify-data format=avro topic=testdrive-rows-${testdrive.seed} exact=true
{"id": 1}
{"id": 2}

$ http-request method=GET url=${testdrive.schema-registry-url}subjects

$ http-request method=GET url=http://schema-registry:8081/subjects

$ mysql-connect name=my url=mysql://root@mysql password=mysql

$ mysql-execute name=my
select 1

$ postgres-execute connection=postgres://app:p%40ss%2Fword@inside-the-container/shop
create table other_name (n int)

> select count(*) from other_name
0
