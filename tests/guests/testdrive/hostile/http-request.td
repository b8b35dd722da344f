$ http-request method=GET url=http://${arg.host}/
