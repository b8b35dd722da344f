$ file-append path=bytes
\x00\xFF\a
\\ a line that begins with a backslash
one \\ two
