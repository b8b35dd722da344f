$ schema-registry-publish subject=td-inner-${testdrive.seed} schema-type=avro
{"type": "record", "name": "inner", "fields": [{"name": "n", "type": "int"}]}

$ schema-registry-publish subject=td-outer-${testdrive.seed} schema-type=avro references=td-inner-${testdrive.seed}
{"type": "record", "name": "outer", "fields": [{"name": "inner", "type": "inner"}]}

$ schema-registry-verify subject=td-outer-${testdrive.seed} schema-type=avro
{"type": "record", "name": "outer", "fields": [{"name": "inner", "type": {"type": "inner"}}]}
