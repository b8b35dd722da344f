#!/usr/bin/env bash
# Starts PostgreSQL, after making its data folder when that is empty. Understands POSTGRES_PASSWORD, POSTGRES_USER,
# POSTGRES_DB, POSTGRES_INITDB_ARGS (each also as NAME_FILE), POSTGRES_HOST_AUTH_METHOD, PGDATA, and runs
# /docker-entrypoint-initdb.d/*.{sh,sql,sql.gz}. TCP opens only when all that is done.
#
# POSTGRES_STANDBY_OF=HOST[:PORT]: instead of a new data folder, a copy of that server's, which then follows it (streaming
# replication, user and password as given here) until `pg_ctl promote` or `select pg_promote()`.
set -eo pipefail # Without -u: hooks that are not executable are sourced, and expect what a plain shell does.
shopt -s nullglob

patience=60 # Seconds until a standby without a primary gives up.
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

# Unlike the well-known image, this one lets its superuser replicate from everywhere, so that a standby needs no hook.
make_cluster() {
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
    printf 'host %s all all %s\n' all "$method" replication "$method" >>"$PGDATA/pg_hba.conf"

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

copy_primary() {
    local host=${POSTGRES_STANDBY_OF%:*} port=5432 limit=$((SECONDS + patience))
    [[ $POSTGRES_STANDBY_OF != *:* ]] || port=${POSTGRES_STANDBY_OF##*:}
    until pg_isready --quiet --host="$host" --port="$port"; do
        [ $SECONDS -lt $limit ] || fail "the primary $host:$port of POSTGRES_STANDBY_OF does not answer within $patience s"
        sleep 0.1
    done
    # The password goes into the data folder, as part of what the standby connects with.
    PGPASSWORD=$POSTGRES_PASSWORD pg_basebackup --host="$host" --port="$port" --username="$POSTGRES_USER" --no-password \
        --pgdata="$PGDATA" --write-recovery-conf --checkpoint=fast --no-sync ||
        fail "the primary $host:$port of POSTGRES_STANDBY_OF gives no copy of its data"
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
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    setting POSTGRES_PASSWORD ''
    setting POSTGRES_USER postgres
    if [ -n "${POSTGRES_STANDBY_OF:-}" ]; then copy_primary; else make_cluster "$@"; fi
fi
exec "$@"
