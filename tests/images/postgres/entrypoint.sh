#!/usr/bin/env bash
# Starts PostgreSQL, after making its data folder when that is empty. Understands POSTGRES_PASSWORD, POSTGRES_USER,
# POSTGRES_DB, POSTGRES_INITDB_ARGS (each also as NAME_FILE), POSTGRES_HOST_AUTH_METHOD, PGDATA, and runs
# /docker-entrypoint-initdb.d/*.{sh,sql,sql.gz}. TCP opens only when all that is done.
set -eo pipefail # Without -u: hooks that are not executable are sourced, and expect what a plain shell does.
shopt -s nullglob

fail() { echo "error: $*" >&2; exit 1; }

# setting NAME DEFAULT: takes NAME from the file that NAME_FILE names, if there is one, and exports it.
setting() {
    local name=$1 file=${1}_FILE
    local value=${!name:-}
    if [ -n "${!file:-}" ]; then
        [ -z "$value" ] || fail "$name and $file are both set; set one of them"
        value=$(<"${!file}")
    fi
    export "$name=${value:-$2}"
    unset "$file"
}

make_cluster() {
    setting POSTGRES_PASSWORD ''
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    setting POSTGRES_INITDB_ARGS ''
    local method=${POSTGRES_HOST_AUTH_METHOD:-scram-sha-256}
    [ -n "$POSTGRES_PASSWORD" ] || [ "$method" = trust ] ||
        fail "no password for the superuser; set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust"

    local arguments=()
    eval "arguments=($POSTGRES_INITDB_ARGS)"
    # A given time zone spares initdb the search for one.
    TZ=${TZ:-UTC} initdb --no-sync --no-instructions --auth-local=trust --auth-host="$method" \
        --username="$POSTGRES_USER" --pwfile=<(printf '%s\n' "$POSTGRES_PASSWORD") "${arguments[@]}" >/dev/null
    echo "host all all all $method" >>"$PGDATA/pg_hba.conf"

    local hooks=(/docker-entrypoint-initdb.d/*)
    [ "$POSTGRES_DB" != postgres ] || [ ${#hooks[@]} != 0 ] || return 0
    shift
    set -- "$@" -c listen_addresses='' -c fsync=off
    pg_ctl --silent --wait --options="$(printf '%q ' "$@")" start
    [ "$POSTGRES_DB" = postgres ] || createdb --username="$POSTGRES_USER" --maintenance-db=postgres --no-password -- "$POSTGRES_DB"
    local hook
    for hook in "${hooks[@]}"; do run_hook "$hook"; done
    pg_ctl --silent --wait --mode=fast stop
}

run_hook() {
    local sql=(psql -v ON_ERROR_STOP=1 --no-psqlrc --no-password --quiet "--username=$POSTGRES_USER" "--dbname=$POSTGRES_DB")
    echo "running $1"
    # shellcheck source=/dev/null
    case $1 in
        *.sql) "${sql[@]}" --file="$1" ;;
        *.sql.gz) gunzip --stdout "$1" | "${sql[@]}" ;;
        *.sh) if [ -x "$1" ]; then "$1"; else . "$1"; fi ;;
        *) echo "ignored $1" ;;
    esac
}

case ${1:-} in
    '' | -*) set -- postgres "$@" ;;
esac
[ "$1" = postgres ] || exec "$@"

# A volume that somebody else made belongs to root; PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA"
    chown -R postgres:postgres "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$0" "$@"
fi
[ -s "$PGDATA/PG_VERSION" ] || make_cluster "$@"
exec "$@"
