$ http-request method=DELETE url=http://toxiproxy:8474/proxies/kafka/toxics/slow accept-additional-status-codes=204

$ http-request method=DELETE url=http://toxiproxy:8474/proxies/kafka/toxics/short accept-additional-status-codes=204
