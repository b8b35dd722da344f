# Connect refuses a connector of a class that it does not have.
$ http-request method=POST url=http://debezium:8083/connectors content-type=application/json
{"name": "wrong", "config": {"connector.class": "io.example.NoSuchConnector", "topics": "a"}}
