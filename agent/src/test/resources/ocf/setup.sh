# In mount, network and process namespaces of its own: writable copies of the system's directories, and stand-ins for
# programs that are not installed. Nothing of it is left when the namespaces end.
mount -t tmpfs tmpfs /run
for d in /usr/bin /usr/sbin /etc /var /opt /srv /usr/local; do
    o=/run/overlay/$d
    mkdir -p "$o/upper" "$o/work"
    mount -t overlay overlay -o "lowerdir=$d,upperdir=$o/upper,workdir=$o/work" "$d"
done
mkdir -p /run/resource-agents /run/lock
mount -t sysfs sysfs /sys
ip link set lo up

# quiet PROGRAM...: succeeds and says nothing
quiet() {
    for program; do
        printf '#!/bin/bash\nexit 0\n' > "$program"
        chmod +x "$program"
    done
}

# foreground PROGRAM: stays
foreground() {
    printf '#!/bin/bash\nexec -a "%s $*" sleep 1000\n' "$1" > "$1"
    chmod +x "$1"
}

# daemon PROGRAM PIDFILE: puts itself into the background
daemon() {
    printf '#!/bin/bash\n(exec -a "%s $*" setsid sleep 1000 > /dev/null 2>&1 < /dev/null & echo $! > %s)\n' "$1" "$2" > "$1"
    chmod +x "$1"
}

# bridge ADDRESS...: an interface br0 with addresses
bridge() {
    ip link add br0 type bridge
    for address; do
        ip addr add "$address" dev br0
    done
    ip link set br0 up
}
