#!/usr/bin/env bash
# PULL_USER and PULL_PASSWORD: who may pull and push.
set -euo pipefail

# The registry takes bcrypt only. The cheapest one: each request pays for it.
htpasswd -i -B -C 4 -c /srv/htpasswd "${PULL_USER:?}" <<<"${PULL_PASSWORD:?}"
exec docker-registry serve /srv/config.yml
