$ http-request method=GET url=${testdrive.schema-registry-url}subjects

$ http-request method=GET url=${testdrive.schema-registry-url}subjects/none/versions accept-additional-status-codes=404
