FROM debian:bookworm-slim
COPY note.txt /other.txt
