# A backslash before a sigil makes the line a row or a line of a body.
> select '>x' union all select '#y' union all select '$z' union all select '\'
\>x
\#y
\$z
\\

$ set text=
\# first
\$ second
third

> select '${text}'
"# first\n$ second\nthird"
