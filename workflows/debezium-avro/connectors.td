# Both connectors, through the REST interface of Connect. Headers are texts to the sink: by default it would take the one
# with a row's new key for a map, and fail if the key has a text in it.
$ set dollar=$

$ http-request method=POST url=http://debezium:8083/connectors content-type=application/json
{
    "name": "source",
    "config": {
        "connector.class": "io.debezium.connector.postgresql.PostgresConnector",
        "database.hostname": "postgres",
        "database.user": "postgres",
        "database.password": "postgres",
        "database.dbname": "postgres",
        "topic.prefix": "shop",
        "plugin.name": "pgoutput",
        "slot.name": "shop",
        "publication.autocreate.mode": "filtered",
        "table.include.list": "public.*",
        "retriable.restart.connector.wait.ms": "500",
        "poll.interval.ms": "50",
        "extended.headers.enabled": "false",
        "post.processors": "reselect",
        "reselect.type": "io.debezium.processors.reselect.ReselectColumnsPostProcessor",
        "reselect.reselect.columns.include.list": "public.large:body"
    }
}

$ http-request method=POST url=http://debezium:8083/connectors content-type=application/json
{
    "name": "sink",
    "config": {
        "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
        "topics.regex": "shop\\.public\\..*",
        "header.converter": "org.apache.kafka.connect.storage.StringConverter",
        "consumer.override.metadata.max.age.ms": "1000",
        "connection.url": "jdbc:postgresql://sink/postgres",
        "connection.username": "postgres",
        "connection.password": "postgres",
        "insert.mode": "upsert",
        "delete.enabled": "true",
        "primary.key.mode": "record_key",
        "schema.evolution": "basic",
        "collection.name.format": "${dollar}{source.table}"
    }
}
