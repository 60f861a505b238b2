#!/bin/bash
#
# postgres.sh <what> ...: a PostgreSQL without a package, as a process of a group.
#
#   install <version>                makes a version, newer or older, the current one; the others stay beside it
#   self-test                        exit 0 if the installed version runs here
#   server <data> <address> <port>   becomes the database server
#   stop <data>                      ends it without waiting for its clients
#   ready <data>                     exit 0 if it takes connections, by its own word
#
#   POSTGRES_NODE_DIR   what belongs to this node: products/postgresql/<version>, and current -> <version>
#   POSTGRES_ARCHIVES   where installs take <version>/postgres-linux-x86_64.txz from
#   BATON_NODE, BATON_EPOCH   who asks; set by the agent
#
# A data directory holds `db`, which is PostgreSQL's own; `owner.lock`, the lock of whoever works on it; and
# `owners.log`, one line per owner: node epoch start pid.

products=${POSTGRES_NODE_DIR:?names no node directory}/products/postgresql
# PostgreSQL refuses to run as root.
as=()
((EUID == 0)) && as=(setpriv --reuid=65534 --regid=65534 --clear-groups)

install() {
    local fresh=$products/.installing
    if [[ ! -d $products/$1 ]]; then
        rm -rf "$fresh" && mkdir -p "$fresh" || exit 1
        tar -xJf "${POSTGRES_ARCHIVES:?names no directory}/$1/postgres-linux-x86_64.txz" -C "$fresh" || exit 1
        mv -T "$fresh" "$products/$1" || exit 1
    fi
    ln -sfn "$1" "$products/.current" && mv -T "$products/.current" "$products/current" && sync "$products"
}

server() {
    local who="${BATON_NODE:-?} ${BATON_EPOCH:-0}"
    exec 9>>"$1/owner.lock"
    if ! flock -n 9; then
        echo "$who conflict $$ server" >>"$1/owners.log"
        exit 75
    fi
    echo "$who start $$ server" >>"$1/owners.log"
    exec "${as[@]}" "$products/current/bin/postgres" -D "$1/db" -h "$2" -p "$3" -c unix_socket_directories= \
        -c shared_buffers=16MB
}

what=$1
shift
case $what in
    install | server) "$what" "$@" ;;
    self-test) "${as[@]}" "$products/current/bin/postgres" --describe-config >/dev/null ;;
    stop)      "${as[@]}" "$products/current/bin/pg_ctl" -D "$1/db" -m fast -w stop ;;
    ready)     [[ $(sed -n 8p "$1/db/postmaster.pid") == ready* ]] ;;
    *)         echo "postgres.sh: does not know '$what'" >&2; exit 1 ;;
esac
