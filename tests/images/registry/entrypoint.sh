#!/usr/bin/env bash
# PULL_USER and PULL_PASSWORD: who may pull and push.
set -euo pipefail

# The registry takes bcrypt only. The cheapest one: each request pays for it.
htpasswd -n -i -B -C 4 "${PULL_USER:?}" <<<"${PULL_PASSWORD:?}" >/srv/htpasswd
exec docker-registry serve /srv/config.yml
