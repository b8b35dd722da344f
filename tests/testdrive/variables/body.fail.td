$ set a=1
a body without a variable for it
