$ file-append path=many repeat=10000
0123456789

# Nothing, as often as one likes.
$ file-append path=empty repeat=18446744073709551615
