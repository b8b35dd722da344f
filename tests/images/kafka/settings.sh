# Functions with which the entrypoints of Kafka's images make a properties file of the environment. To be sourced.
# shellcheck shell=bash

fail() { echo "error: $*" >&2; exit 1; }

# from_environment PREFIX [PATTERN...]: the variables PREFIX_FOO_BAR as lines `foo.bar=value`, without those whose name
# after the prefix matches a pattern. Two underscores give `_`, three `-`.
from_environment() {
    local prefix=$1_ name key value pattern
    shift
    while read -r name; do
        key=${name#"$prefix"}
        for pattern; do
            # shellcheck disable=SC2053 # It is a pattern.
            [[ $key != $pattern ]] || continue 2
        done
        key=${key//___/-}
        key=${key//__/ }
        key=${key//_/.}
        key=${key// /_}
        value=${!name//\\/\\\\}
        printf '%s=%s\n' "${key,,}" "${value//$'\n'/\\n}"
    done < <(compgen -e "$prefix" || true)
}

# The name under which others reach this container: `kafka` where the network gives it that name, else its host name.
advertised_host() {
    local named
    named=$(getent hosts kafka | cut -d' ' -f1) || true
    if [ -n "$named" ] && [[ " $(hostname -I) " == *" $named "* ]]; then echo kafka; else hostname; fi
}

# listening NAME://HOST:PORT,...: the same listeners on all addresses of the container.
listening() { sed -E 's#://(\[[^]]*\]|[^],:[]*):#://0.0.0.0:#g' <<<"$1"; }

# setting KEY FILE: what counts for a key, the last line of the file.
setting() { sed -n "s/^${1//./\\.}=//p" "$2" | tail -n 1; }
