#!/bin/bash
#
# machine.sh <name> <directory> [state=<size>] [own=<path>] [system=<trees>] [boot] [disk=<name>=<device>]...
#
# The first process of a machine in namespaces of its own: gives it its name and its own /proc, shows it everybody's
# processes in <directory>/outside, and then takes in orphans until it is told that the power fails (SIGPWR): the kernel
# then ends everything of the machine. <directory>/up is there once it is ready.
#   state  puts its state on a disk of its own of this size
#   own    shows it <directory> as <path> too, which is so the same on every machine and yet its own
#   system gives it the operating system <trees>/<word> for its root, by the word in the file `system`; what it writes
#          there is its own and stays. Of the machine outside it keeps what is beside <directory>, and the devices
#   boot   gives it a boot of its own
#   disk   gives it the block device as /mnt/<name>.disk, a place /mnt/<name> to mount it, and, with the first, a /run
#          and a boot of its own

boot() {
    cat /proc/sys/kernel/random/uuid >boot_id && mount --bind boot_id /proc/sys/kernel/random/boot_id
}

system() {
    local word beside
    word=$(<system) beside=$(readlink -f ../..)
    mkdir -p "layers/$word/upper" "layers/$word/work"
    mount -t tmpfs -o mode=755 "root of $2" /mnt && mkdir /mnt/root || return
    mount -t overlay -o "lowerdir=$1/$word,upperdir=$PWD/layers/$word/upper,workdir=$PWD/layers/$word/work" "$word" \
        /mnt/root || return
    mkdir -p "/mnt/root$beside" /mnt/root/old
    mount --rbind "$beside" "/mnt/root$beside" && mount --rbind /dev /mnt/root/dev \
        && mount -t proc proc /mnt/root/proc || return
    cd /mnt/root && pivot_root . old && umount -l /old
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
        own=*) mount --bind . "${given#*=}" || exit 2 ;;
        system=*) system "${given#*=}" "$1" && cd -- "$2" || exit 2 ;;
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
