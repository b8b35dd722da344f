# A file in the format of testdrive. Commands begin with $; ${arg.NAME} are variables that the workflow gives. With a service `postgres`
# this would run there:
#
#   $ postgres-execute connection=postgres://postgres:postgres@postgres
#   CREATE TABLE t (a int)

$ set greeting=hello
