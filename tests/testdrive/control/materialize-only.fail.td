# Accepted, but not with wrong arguments.
$ check-shard-tombstone

$ persist-force-compaction

$ check-consistency level=file

$ skip-consistency-checks why=none
