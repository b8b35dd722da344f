$ postgres-connect name=one url=postgres://nobody:wrong-password@postgres/nowhere
