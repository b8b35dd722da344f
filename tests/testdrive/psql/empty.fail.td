# Something is printed where nothing is expected.
$ psql-execute command="select 1"
