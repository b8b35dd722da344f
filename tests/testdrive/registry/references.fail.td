$ schema-registry-publish subject=td-outer-${testdrive.seed} schema-type=avro references=td-nowhere-${testdrive.seed}
{"type": "record", "name": "outer", "fields": [{"name": "inner", "type": "inner"}]}
