$ mysql-execute name=other
select 1
