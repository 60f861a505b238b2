#!/bin/bash
#
# h2-server.sh <data> <address> <port>
#
# The database: takes the owner's lock of the data, notes itself in the owner log, and becomes an H2 TCP server that
# inherits the lock and listens on the address only. SIGTERM closes the database and ends it.

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
data=$1 address=$2 port=$3

look_at_version
format=$("$here/h2-format.sh" "$data") || exit 1
[[ $format == "$(format_of "$version")" ]] || refuse "the data is H2 $format and this node has H2 $version"
become_owner server

# Without a password anybody who reaches the port could stop the server. Without "others" clients on other machines
# are refused.
read -r -d '' -n 32 password < <(od -An -tx1 -N16 /dev/urandom | tr -d ' \n')
exec "$java" "${h2_jvm[@]}" "-Dh2.bindAddress=$address" -cp "$products/$version/h2.jar" org.h2.tools.Server \
    -tcp -tcpAllowOthers -tcpPort "$port" -tcpPassword "$password" -baseDir "$(readlink -f "$data/current")"
