#!/bin/bash
#
# h2-restore.sh <data>
#
# Brings a database back from the copy $BATON_BACKUP, in the format $BATON_TO of the H2 installed on this node: the copy
# is run into a new directory, and the link `current` is switched by rename once everything is on the disk. Until then
# the data is what it was; begun again after any cut it starts over. What was there before stays beside it.

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
data=$1
name=${BATON_BACKUP:?names no copy}

look_at_version
to=$(format_of "$version")
[[ $to == "${BATON_TO:?names no format}" ]] || refuse "this node has H2 $version, and the copy is H2 $BATON_TO"
from=$("$here/h2-format.sh" "$data") || exit 1
become_owner restore
work=$data/.restore

if [[ $from != "$to" ]]; then
    [[ -s $data/copies/$name.sql ]] || refuse "there is no copy $data/copies/$name.sql"
    rm -rf "$work" "${data:?}/h2-$name" && mkdir "$work" || exit 1
    "$java" "${h2_jvm[@]}" -cp "$products/$version/h2.jar" org.h2.tools.RunScript \
        -url "jdbc:h2:$work/db" -user sa -script "$data/copies/$name.sql" || refuse "H2 $version did not take the copy"
    sync "$work/db.mv.db" "$work" && mv -T "$work" "$data/h2-$name" && sync "$data" || exit 1
    ln -sfn "h2-$name" "$data/.current" && mv -T "$data/.current" "$data/current" && sync "$data" || exit 1
fi
echo "$data is H2 $to, as $name has it"
