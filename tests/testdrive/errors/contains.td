! select * from nowhere
contains: relation "nowhere"
