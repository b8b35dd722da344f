$ set-arg-default greeting=hello

$ set a=1 b=${arg.greeting}

> select ${a}, '${b}', '${arg.greeting} ${a}'
\${a} hello "hello ${a}"

! select '${b}'::int
contains: "${b}"
