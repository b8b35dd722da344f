# All that goes to port 9094 of Toxiproxy comes out at Kafka's second listener.
$ http-request method=POST url=http://toxiproxy:8474/proxies content-type=application/json
{"name": "kafka", "listen": "0.0.0.0:9094", "upstream": "kafka:9094", "enabled": true}
