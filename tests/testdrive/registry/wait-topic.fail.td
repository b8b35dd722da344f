$ schema-registry-wait topic=nowhere
