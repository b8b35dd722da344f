$ check-sha  d-tombs
\
