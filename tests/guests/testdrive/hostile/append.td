$ file-append path=../escaped
content
