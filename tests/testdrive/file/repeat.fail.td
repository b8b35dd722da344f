# More than a file may write; told before anything is written.
$ file-append path=many repeat=18446744073709551615
0123456789
