# Half a second more for each answer, and no connection lasts longer than 200 kB.
$ http-request method=POST url=http://toxiproxy:8474/proxies/kafka/toxics content-type=application/json
{"name": "slow", "type": "latency", "attributes": {"latency": 500, "jitter": 200}}

$ http-request method=POST url=http://toxiproxy:8474/proxies/kafka/toxics content-type=application/json
{"name": "short", "type": "limit_data", "attributes": {"bytes": 200000}}
