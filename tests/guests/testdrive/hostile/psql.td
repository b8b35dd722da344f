# A command of psql's shell: it runs where psql runs.
$ psql-execute command="\! hostname"
inside-the-container
