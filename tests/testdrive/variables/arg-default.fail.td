# A default does not replace what was set before.
$ set-arg-default word=first

$ set-arg-default word=second

> select '${arg.word}'
second
