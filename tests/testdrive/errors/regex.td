$ set name=no.where

! select * from "no.where"
regex: relation "${name}" does.*exist$
