#!/usr/bin/env bash
# Starts MariaDB, after making its data folder when that is empty. Understands MARIADB_ROOT_PASSWORD,
# MARIADB_ALLOW_EMPTY_ROOT_PASSWORD, MARIADB_DATABASE, MARIADB_USER, MARIADB_PASSWORD, also with MYSQL_ instead of
# MARIADB_ (the passwords also as NAME_FILE), and runs /docker-entrypoint-initdb.d/*.{sh,sql,sql.gz}. TCP opens only when
# all that is done. Options that only MySQL has (GTIDs, which MariaDB always writes) are accepted and do nothing.
set -eo pipefail # Without -u: hooks that are not executable are sourced, and expect what a plain shell does.
shopt -s nullglob

data=/var/lib/mysql
fail() { echo "error: $*" >&2; exit 1; }

# setting NAME: exports MARIADB_NAME with the first of MARIADB_NAME, MYSQL_NAME, and what their _FILE names.
setting() {
    local prefix variable file value=
    for prefix in MARIADB MYSQL; do
        variable=${prefix}_$1 file=${prefix}_$1_FILE
        [ -n "$value" ] || value=${!variable:-}
        [ -n "$value" ] || [ -z "${!file:-}" ] || value=$(<"${!file}")
    done
    export "MARIADB_$1=$value"
}

# text WORDS: as a string of SQL.
text() { local words=${1//\\/\\\\}; printf "'%s'" "${words//\'/\'\'}"; }
# name WORDS: as a name of SQL.
name() { printf '%s' "\`${1//\`/\`\`}\`"; }

# The statements that give the accounts and the database asked for. A name for all hosts would be shadowed by the
# accounts of a new data folder, so those go.
accounts() {
    cat <<SQL
FLUSH PRIVILEGES;
DELETE FROM mysql.global_priv WHERE User IN ('', 'root');
FLUSH PRIVILEGES;
CREATE USER root@localhost IDENTIFIED BY $(text "$MARIADB_ROOT_PASSWORD");
GRANT ALL ON *.* TO root@localhost WITH GRANT OPTION;
CREATE USER root@'%' IDENTIFIED BY $(text "$MARIADB_ROOT_PASSWORD");
GRANT ALL ON *.* TO root@'%' WITH GRANT OPTION;
SQL
    [ -z "$MARIADB_DATABASE" ] || echo "CREATE DATABASE $(name "$MARIADB_DATABASE");"
    [ -n "$MARIADB_USER" ] || return 0
    echo "CREATE USER $(text "$MARIADB_USER")@'%' IDENTIFIED BY $(text "$MARIADB_PASSWORD");"
    [ -z "$MARIADB_DATABASE" ] || echo "GRANT ALL ON $(name "$MARIADB_DATABASE").* TO $(text "$MARIADB_USER")@'%';"
}

make_data() {
    local setting log
    for setting in ROOT_PASSWORD ALLOW_EMPTY_ROOT_PASSWORD DATABASE USER PASSWORD; do setting $setting; done
    [ -n "$MARIADB_ROOT_PASSWORD$MARIADB_ALLOW_EMPTY_ROOT_PASSWORD" ] ||
        fail "no password for root; set MARIADB_ROOT_PASSWORD, or MARIADB_ALLOW_EMPTY_ROOT_PASSWORD=1"
    [ -z "$MARIADB_USER" ] || [ -n "$MARIADB_PASSWORD" ] || fail "no password for $MARIADB_USER; set MARIADB_PASSWORD"
    log=$(mariadb-install-db --datadir=$data --skip-name-resolve --skip-test-db --auth-root-authentication-method=normal 2>&1) ||
        fail "the data folder cannot be made: $log"
    log=$(accounts | mariadbd --bootstrap --skip-log-bin 2>&1) || fail "the accounts cannot be made: $log"

    local hooks=(/docker-entrypoint-initdb.d/*) hook
    [ ${#hooks[@]} != 0 ] || return 0
    shift
    mariadbd "$@" --skip-networking --skip-log-bin &
    local server=$!
    export MYSQL_PWD=$MARIADB_ROOT_PASSWORD
    until mariadb --user=root --execute='' 2>/dev/null; do
        kill -0 $server 2>/dev/null || fail "the server for the hooks does not start"
        sleep 0.05
    done
    for hook in "${hooks[@]}"; do run_hook "$hook"; done
    kill $server
    wait $server
    unset MYSQL_PWD
}

run_hook() {
    local sql=(mariadb --user=root --database="$MARIADB_DATABASE")
    echo "running $1"
    # shellcheck source=/dev/null
    case $1 in
        *.sql) "${sql[@]}" <"$1" ;;
        *.sql.gz) gunzip --stdout "$1" | "${sql[@]}" ;;
        *.sh) if [ -x "$1" ]; then "$1"; else . "$1"; fi ;;
        *) echo "ignored $1" ;;
    esac
}

case ${1:-} in
    '' | -*) set -- mariadbd "$@" ;;
    mysqld) shift; set -- mariadbd "$@" ;;
esac
[ "$1" = mariadbd ] || exec "$@"

# MariaDB passes over an option with this prefix that it does not know.
for option; do
    shift
    case ${option//_/-} in
        --gtid-mode* | --enforce-gtid-consistency*) option=--loose-${option#--} ;;
    esac
    set -- "$@" "$option"
done

# A volume that somebody else made belongs to root; MariaDB refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    chown -R mysql:mysql $data
    exec setpriv --reuid=mysql --regid=mysql --init-groups -- "$0" "$@"
fi
[ -d $data/mysql ] || make_data "$@"
exec "$@"
