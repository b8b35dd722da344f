? lect {el${cä
1
\