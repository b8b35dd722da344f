$ kafka-delete-topic-flaky topic=nowhere
