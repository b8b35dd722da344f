$ set dollar=$

$ http-request method=POST url=http://connect:8083/connectors content-type=application/json
{
    "name": "sink",
    "config": {
        "connector.class": "io.debezium.connector.jdbc.JdbcSinkConnector",
        "topics": "testdrive-orders-${testdrive.seed}",
        "connection.url": "jdbc:postgresql://postgres/postgres",
        "connection.username": "postgres",
        "connection.password": "postgres",
        "insert.mode": "upsert",
        "primary.key.mode": "record_key",
        "schema.evolution": "basic",
        "collection.name.format": "orders",
        "consumer.override.auto.offset.reset": "earliest",
        "consumer.override.session.timeout.ms": "6000",
        "consumer.override.request.timeout.ms": "5000"
    }
}
