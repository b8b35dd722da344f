FROM debian:bookworm-slim
HEALTHCHECK --interval=5m CMD true
