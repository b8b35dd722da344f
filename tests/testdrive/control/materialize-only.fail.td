$ check-shard-tombstone
