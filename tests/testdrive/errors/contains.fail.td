! select * from nowhere
contains: relation "somewhere"
