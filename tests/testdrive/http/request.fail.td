$ http-request method=GET url=${testdrive.schema-registry-url}subjects/none/versions
