$ http-request method=POST url=http://toxiproxy:8474/proxies/kafka content-type=application/json
{"enabled": true}
