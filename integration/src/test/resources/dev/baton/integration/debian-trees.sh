#!/bin/bash
#
# debian-trees.sh <trees> <programs> <jdk>
#
# Makes two releases of Debian below <trees>, each a root of a machine, unless they are there; and puts a copy of Baton's
# programs and of the JDK into each, where they are on this machine. Needs root, debootstrap, and a mirror of Debian.

set -eu
for release in bookworm trixie; do
    tree=$1/$release
    if [[ ! -e $tree.made ]]; then
        rm -rf "$tree"
        debootstrap --variant=minbase --include=procps,iproute2 "$release" "$tree" http://deb.debian.org/debian
        : >"$tree.made"
    fi
    for part in "$2" "$3"; do
        rm -rf "${tree:?}$part"
        mkdir -p "$tree${part%/*}"
        cp -a "$part" "$tree$part"
    done
done
