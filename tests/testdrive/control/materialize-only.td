$ check-consistency

$ skip-consistency-checks reason="there are none here"

$ check-shard-tombstone shard-id=u1

$ persist-force-compaction shard-id=u1

> select 1
1
