$ postgres-connect name=one url=${testdrive.postgres-url}

$ postgres-execute connection=two
select 1
