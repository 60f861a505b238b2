#!/bin/bash
#
# h2-convert.sh <data>
#
# Converts a database to the format of the H2 installed on this node: the old version writes a script, the new one runs
# it into a new directory, and the link `current` is switched by rename once everything is on the disk. Until then the
# data is what it was; begun again after any cut it starts over. The old files stay beside the new ones.

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
data=$1

look_at_version
to=$(format_of "$version")
from=$("$here/h2-format.sh" "$data") || exit 1
become_owner convert
work=$data/.convert

# Sets `old` to a jar that reads format $1: one this node still has, or one from the place installs take theirs from.
find_old_jar() {
    local jar
    for jar in "$products/$1".*/h2.jar "${H2_JARS:-/nonexistent}/h2-$1".*.jar; do
        [[ -s $jar ]] && old=$jar
    done
    [[ -n ${old:-} ]] || refuse "no H2 $1 is left on this node to read the data with"
}

if [[ $from != "$to" ]]; then
    [[ $from == 1.4 && $to == 2.* ]] || refuse "there is no way from the format of H2 $from to that of $to"
    find_old_jar "$from"
    rm -rf "$work" && mkdir -p "$work/new" || exit 1
    source=$(readlink -f "$data/current")
    "$java" "${h2_jvm[@]}" -cp "$old" org.h2.tools.Script \
        -url "jdbc:h2:$source/db;IFEXISTS=TRUE" -user sa -script "$work/db.sql" || refuse "H2 $from wrote no script"
    "$java" "${h2_jvm[@]}" -cp "$products/$version/h2.jar" org.h2.tools.RunScript \
        -url "jdbc:h2:$work/new/db" -user sa -script "$work/db.sql" -options FROM_1X \
        || refuse "H2 $version did not take the script"
    rm -rf "${data:?}/h2-$to" || exit 1
    sync "$work/new/db.mv.db" "$work/new" && mv -T "$work/new" "$data/h2-$to" && sync "$data" || exit 1
    ln -sfn "h2-$to" "$data/.current" && mv -T "$data/.current" "$data/current" && sync "$data" || exit 1
fi
rm -rf "$work"
echo "$data is H2 $to"
