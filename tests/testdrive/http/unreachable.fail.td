$ http-request method=GET url=http://schema-registry:9/
