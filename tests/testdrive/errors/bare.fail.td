! select * from nowhere
is there
