$ postgres-connect name=one url=postgres://app:x@${arg.host}/shop
