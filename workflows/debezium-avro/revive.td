# Connect does not start a task again that failed while its server was away.
$ http-request method=POST url=http://debezium:8083/connectors/source/restart?includeTasks=true&onlyFailed=true

$ http-request method=POST url=http://debezium:8083/connectors/sink/restart?includeTasks=true&onlyFailed=true
