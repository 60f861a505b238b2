#!/bin/bash
#
# machine.sh <name> <directory> [<size>]
#
# The first process of a machine in namespaces of its own: gives it its name and its own /proc, shows it everybody's
# processes in <directory>/outside, puts its state on a disk of its own of <size> if that is given, and then takes in
# orphans for ever. <directory>/up is there once it is ready.

cd -- "$2" || exit 2
hostname "$1"
mount --make-rprivate /
mkdir -p outside state
mount --bind /proc outside || exit 2
mount -t proc proc /proc || exit 2
if [[ -n ${3:-} ]]; then
    mount -t tmpfs -o "size=$3,mode=755" "state of $1" state || exit 2
fi
: >up
# A pipe of its own, to which nobody writes: reading it is sleeping.
exec {nap}<> <(:)
while :; do
    read -r -t 60 -u "$nap"
done
