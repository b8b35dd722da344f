$ psql-execute command="sele "
