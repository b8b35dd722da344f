$ kafka-create-topic topic=headers

# The first of two headers of one name is compared; what is not text is shown as bytes.
$ kafka-ingest topic=headers format=text headers=[{"a": "two words"}, {"a": null}, {"b": [255]}, {"c": null}]
x

$ kafka-verify-data format=text topic=testdrive-headers-${testdrive.seed} headers=a,b,c,d
"two words" \xff <null> <missing> x
