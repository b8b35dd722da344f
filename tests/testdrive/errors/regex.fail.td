$ set name=no.where

! select * from "noxwhere"
regex: relation "${name}"
