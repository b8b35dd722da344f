# What users and CI type. For single steps use cargo itself; CONTRIBUTING.md lists the commands.

export PATH := $(PATH):$(or $(CARGO_HOME),$(HOME)/.cargo)/bin
target := $(or $(CARGO_TARGET_DIR),target)

.PHONY: help demo demo-cdc debug test build bench setup
help:
	@echo 'make demo    set up what is missing, build, run the workflow test/postgres-smoke'
	@echo 'make demo-cdc  the same with Kafka, Debezium and two PostgreSQL servers: test/debezium-avro'
	@echo 'make test    set up what is missing, run all checks and tests'
	@echo 'make build   build target/release/mzhost, and beside it what runs workflows in Python'
	@echo 'make bench   measure; prints the table of the README'

demo: debug
	$(target)/debug/mzhost run test/postgres-smoke default

demo-cdc: debug
	@tests/images/build.sh postgres kafka schema-registry connect
	$(target)/debug/mzhost run --images tests/images/images.map test/debezium-avro default

# The program that the demos start.
debug: setup
	@[ -x $(target)/debug/mzhost ] || echo 'mzhost is built for the first time here: 4 to 7 minutes on two cores'
	cargo build --quiet --package mzhost

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
