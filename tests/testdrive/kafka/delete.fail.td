$ kafka-delete-records topic=nowhere partition=0 offset=1
