# A guard of Materialize on a server that is not.
>[version>=5500] select 1
1
