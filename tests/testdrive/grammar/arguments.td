# Quotes protect blanks, brackets nest, old files have blanks around the equals sign.
$ set a="two words" b={"k": [1, "x}y"]} c=x=y d = old

> select '${a}', '${b}', '${c}', '${d}'
"two words" "{\"k\": [1, \"x}y\"]}" x=y old
