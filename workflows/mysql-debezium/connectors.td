# MariaDB speaks MySQL's protocol; its own connector reads its log.
$ set dollar=$

$ http-request method=POST url=http://debezium:8083/connectors content-type=application/json
{
    "name": "source",
    "config": {
        "connector.class": "io.debezium.connector.mariadb.MariaDbConnector",
        "database.hostname": "mysql",
        "database.port": "3306",
        "database.user": "root",
        "database.password": "mysql",
        "database.server.id": "5401",
        "topic.prefix": "my",
        "database.include.list": "shop",
        "schema.history.internal.kafka.bootstrap.servers": "kafka:9092",
        "schema.history.internal.kafka.topic": "history",
        "poll.interval.ms": "50",
        "extended.headers.enabled": "false"
    }
}

$ http-request method=POST url=http://debezium:8083/connectors content-type=application/json
{
    "name": "sink",
    "config": {
        "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
        "topics": "my.shop.orders",
        "connection.url": "jdbc:postgresql://postgres/postgres",
        "connection.username": "postgres",
        "connection.password": "postgres",
        "insert.mode": "upsert",
        "delete.enabled": "true",
        "primary.key.mode": "record_key",
        "schema.evolution": "basic",
        "collection.name.format": "${dollar}{source.table}",
        "header.converter": "org.apache.kafka.connect.storage.StringConverter",
        "consumer.override.metadata.max.age.ms": "1000"
    }
}
