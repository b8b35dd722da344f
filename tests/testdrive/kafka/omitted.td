$ kafka-create-topic topic=omitted

$ kafka-ingest topic=omitted format=text key-format=text omit-value=true
only a key

$ kafka-ingest topic=omitted format=text key-format=text omit-key=true
value

$ kafka-ingest topic=omitted format=text key-format=text
:value
key:

$ kafka-verify-data format=text key=false topic=testdrive-omitted-${testdrive.seed} exact=true
<null>
value
value
<null>

# Nothing more came.
$ kafka-verify-data format=text topic=testdrive-omitted-${testdrive.seed} exact=true
