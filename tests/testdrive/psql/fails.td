# A command of psql itself.
$ psql-execute command="\echo a line"
a line

# What the server notices is no output.
$ psql-execute command="drop table if exists psql_no_such_table"
DROP TABLE
