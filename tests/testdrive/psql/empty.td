# Nothing is expected where nothing is printed.
$ psql-execute command="\unset nothing"
