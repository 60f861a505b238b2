#!/bin/bash
#
# h2-version.sh
#
# Prints the version of H2 installed on this node.

# shellcheck source=h2-common.sh
. "$(dirname "$(readlink -f "$0")")/h2-common.sh"
look_at_version
echo "$version"
