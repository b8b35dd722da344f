$ http-request method=GET url=${testdrive.schema-registry-url}subjects accept-additional-status-codes=many
