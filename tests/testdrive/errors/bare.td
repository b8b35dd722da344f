# The old way to write contains:.
! select * from nowhere
does not exist
