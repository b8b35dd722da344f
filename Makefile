# What users and CI type. For single steps use cargo itself; CONTRIBUTING.md lists the commands.

export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin
target := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help demo demo-cdc test build bench setup
help:
	@echo 'make demo    set up what is missing, build, run the workflow test/postgres-smoke'
	@echo 'make demo-cdc  the same with Kafka, Debezium and two PostgreSQL servers: test/debezium-avro'
	@echo 'make test    set up what is missing, run all checks and tests'
	@echo 'make build   build target/release/mzhost, and beside it what runs workflows in Python'
	@echo 'make bench   measure; prints the table of the README'

demo: setup
	cargo build --quiet --package mzhost
	$(target)/debug/mzhost run test/postgres-smoke default

demo-cdc: setup
	@tests/images/build.sh postgres kafka schema-registry connect
	cargo build --quiet --package mzhost
	$(target)/debug/mzhost run --images tests/images/images.map test/debezium-avro default

test: setup
	@tests/images/build.sh
	@tests/setup/packages.sh
	@tests/run.sh

# A machine without Python builds all the same; each user's mzhost then makes the runner when it is needed.
build:
	@tests/setup/toolchain.sh
	cargo build --release --package mzhost
	-$(target)/release/mzhost python-runner

bench: setup
	cargo bench

setup:
	@tests/setup/toolchain.sh
	@tests/setup/engine.sh
	@tests/images/build.sh base postgres
