#!/bin/bash
#
# h2-selftest.sh
#
# Exit 0 if the H2 installed on this node runs here: it makes a database in memory and says its own version.

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
look_at_version
said=$("$java" "${h2_jvm[@]}" -cp "$products/$version/h2.jar" org.h2.tools.Shell \
    -url jdbc:h2:mem: -user sa -sql 'select h2version()') || exit 1
[[ $said == *"$version"* ]] || refuse "the jar installed as $version says: $said"
