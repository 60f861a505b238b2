#!/bin/bash
#
# machine.sh <name> <directory> [state=<size>] [boot] [disk=<name>=<device>]...
#
# The first process of a machine in namespaces of its own: gives it its name and its own /proc, shows it everybody's
# processes in <directory>/outside, and then takes in orphans until it is told that the power fails (SIGPWR): the kernel
# then ends everything of the machine. <directory>/up is there once it is ready.
#   state  puts its state on a disk of its own of this size
#   boot   gives it a boot of its own
#   disk   gives it the block device as /mnt/<name>.disk, a place /mnt/<name> to mount it, and, with the first, a /run
#          and a boot of its own

boot() {
    cat /proc/sys/kernel/random/uuid >boot_id && mount --bind boot_id /proc/sys/kernel/random/boot_id
}

trap exit PWR
cd -- "$2" || exit 2
hostname "$1"
mount --make-rprivate /
mkdir -p outside state
mount --bind /proc outside || exit 2
mount -t proc proc /proc || exit 2
for given in "${@:3}"; do
    case $given in
        state=*) mount -t tmpfs -o "size=${given#*=},mode=755" "state of $1" state || exit 2 ;;
        boot) boot || exit 2 ;;
        disk=*=*)
            if [[ ! -d /mnt/here ]]; then
                mount -t tmpfs -o mode=755 "disks of $1" /mnt && mkdir /mnt/here || exit 2
                mount -t tmpfs -o mode=755 "run of $1" /run && mkdir -p /run/resource-agents /run/lock || exit 2
                boot || exit 2
            fi
            disk=${given#disk=} device=${given##*=}
            disk=${disk%%=*}
            mkdir "/mnt/$disk" || exit 2
            mknod "/mnt/$disk.disk" b "0x$(stat -c %t "$device")" "0x$(stat -c %T "$device")" || exit 2
            ;;
    esac
done
: >up
# `wait` takes in whatever ends meanwhile. `read -t` would not: it keeps the signal that tells of it waiting.
while :; do
    sleep infinity &
    wait "$!"
done
