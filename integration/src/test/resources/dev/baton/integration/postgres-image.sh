#!/bin/bash
#
# postgres-image.sh <image>
#
# Makes an ext4 file system in the file <image> that has a PostgreSQL database in data/, with the table that clients
# write to. Run it in a mount namespace of its own: what it mounts goes with it.

set -eu
bin=/usr/lib/postgresql/15/bin
truncate -s 512M "$1"
mkfs.ext4 -q -F "$1"
place=/mnt
mount --make-rprivate /
mount -o loop "$1" "$place"
as() { setpriv --reuid=postgres --regid=postgres --clear-groups env LC_ALL=C "$@"; }
install -d -o postgres -g postgres -m 700 "$place/data"
as "$bin/initdb" -D "$place/data" -U postgres -A trust >/dev/null
cat >>"$place/data/postgresql.conf" <<'END'
shared_buffers = 16MB
min_wal_size = 32MB
max_wal_size = 96MB
log_line_prefix = '%m [%p] '
log_timezone = 'UTC'
END
echo 'host all all 10.78.0.0/24 trust' >>"$place/data/pg_hba.conf"
as "$bin/postgres" --single -D "$place/data" postgres >/dev/null <<'END'
create table writes(writer varchar(40) not null, sequence bigint not null, checksum bigint not null, primary key(writer, sequence));
END
umount "$place"
