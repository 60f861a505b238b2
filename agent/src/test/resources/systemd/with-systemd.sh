#!/bin/bash
#
# with-systemd.sh <command> <argument>...
#
# Runs a command, as root, on a machine that systemd has started, without being one: a systemd of its own in mount,
# PID, cgroup, IPC and UTS namespaces, with directories of its own for what it would write, and with none of the units
# that set up a machine. Returns the command's exit code.

nap() {
    read -r -t 0.2 <> <(:)
}

leave() {
    kill -KILL "$outer"
    wait "$outer"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        find "$cgroup" -depth -type d -exec rmdir {} +
        [[ -d $cgroup ]] || break
        nap
    done
} 2>/dev/null

if [[ $1 != inside ]]; then
    self=$(readlink -f "$0")
    home=$(sed -n 's/^[^ ]* [^ ]* [^ ]* [^ ]* \([^ ]*\) .* - cgroup2 .*/\1/p' /proc/self/mountinfo | head -1)
    [[ -n $home ]] || { echo "$0: no cgroup v2 is mounted here" >&2; exit 2; }
    cgroup=$home/with-systemd-$$
    mkdir "$cgroup" || exit 2
    (
        echo "$BASHPID" >"$cgroup/cgroup.procs"
        exec unshare --mount --pid --fork --kill-child=KILL --cgroup --ipc --uts bash "$self" inside
    ) </dev/null >"${WITH_SYSTEMD_LOG:-/dev/null}" 2>&1 &
    outer=$!
    trap leave EXIT
    # Only once it has become systemd does it see nothing of the machine that it must not touch.
    until pid=$(<"/proc/$outer/task/$outer/children") && pid=${pid%% *} && [[ -n $pid ]] \
        && [[ $(<"/proc/$pid/comm") == systemd ]] && nsenter -t "$pid" -a systemctl list-units; do
        kill -0 "$outer" || { echo "$0: systemd did not start" >&3; exit 2; }
        nap
    done 3>&2 >/dev/null 2>&1
    nsenter -t "$pid" -a -w"$PWD" "$@"
    exit
fi

mount --make-rprivate /
mount -t proc proc /proc
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup || exit 1
for directory in /run /tmp /var/tmp /var/log /var/lib/systemd /etc/systemd/system; do
    mkdir -p "$directory"
    mount -t tmpfs tmpfs "$directory" || exit 1
done
mkdir -p /run/systemd /run/lock
# What would set up, or clean up, the machine that lends us its files.
for unit in /lib/systemd/system/systemd-*.{service,socket}; do
    ln -s /dev/null "/etc/systemd/system/${unit##*/}"
done
printf '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\n' >/etc/systemd/system/alone.target
export container=baton
exec /lib/systemd/systemd --system --unit=alone.target --log-target=console --show-status=0
