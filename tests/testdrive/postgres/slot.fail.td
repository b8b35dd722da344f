$ postgres-verify-slot connection=${testdrive.postgres-url} slot=td_none active=true
