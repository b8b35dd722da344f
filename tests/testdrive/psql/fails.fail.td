$ psql-execute command="select * from nowhere"
