#!/bin/bash
#
# h2-backup.sh <data> <address> <port>
#
# Saves a database while it serves: the server writes its rows as of one moment into <data>/copies/$BATON_BACKUP.sql. A
# copy takes its place by rename once everything is on the disk. Harmless when done twice. A server that listens on
# every address, 0.0.0.0, is asked on the loopback one.

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
copies=$1/copies address=${2/#0.0.0.0/127.0.0.1} port=$3
name=${BATON_BACKUP:?names no copy}

look_at_version
mkdir -p "$copies" && rm -f "$copies/.$name.sql" || exit 1
"$java" "${h2_jvm[@]}" -cp "$products/$version/h2.jar" org.h2.tools.Script \
    -url "jdbc:h2:tcp://$address:$port/./db;IFEXISTS=TRUE" -user sa -script "$copies/.$name.sql" \
    || refuse "the server at $address:$port wrote no script"
sync "$copies/.$name.sql" && mv "$copies/.$name.sql" "$copies/$name.sql" && sync "$copies" || exit 1
echo "$copies/$name.sql is H2 ${BATON_FORMAT:-$(format_of "$version")}"
