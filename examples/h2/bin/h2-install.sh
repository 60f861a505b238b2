#!/bin/bash
#
# h2-install.sh <version>
#
# Installs a version of H2 on this node, newer or older, and makes it the current one. Earlier versions stay beside it:
# a conversion reads the old files with them. Nothing half-done is ever seen: a version's directory and the link to it
# take their places by rename. Harmless when done twice.

here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
version=$1
[[ $version =~ ^[0-9]+(\.[0-9]+)*$ ]] || refuse "'$version' is no version"

if [[ ! -s $products/$version/h2.jar ]]; then
    jar=${H2_JARS:?names no directory of jars}/h2-$version.jar
    [[ -s $jar ]] || refuse "there is no $jar"
    fresh=$products/.installing-$version
    rm -rf "$fresh" && mkdir -p "$fresh" && cp "$jar" "$fresh/h2.jar" && sync "$fresh/h2.jar" "$fresh" || exit 1
    rm -rf "${products:?}/$version" && mv -T "$fresh" "$products/$version" || exit 1
fi
ln -sfn "$version" "$products/.current" && mv -T "$products/.current" "$products/current" && sync "$products"
