#!/bin/bash
#
# network.sh <prefix> <name>=<address/bits>...
#
# Makes a network namespace <prefix>-<name> for each name, with loopback and one interface `lan` that has the address,
# and <prefix>-hub with a bridge that joins them: the port of <name> is the interface <name> of the hub. Touches nothing
# else. Whoever removes the namespaces removes everything.

set -eu
prefix=$1 hub=$1-hub
shift
ip netns add "$hub"
ip -n "$hub" link add hub type bridge stp_state 0 forward_delay 0
ip -n "$hub" link set hub up
for machine in "$@"; do
    name=${machine%%=*}
    ip netns add "$prefix-$name"
    ip -n "$prefix-$name" link add lan type veth peer name "$name" netns "$hub"
    ip -n "$hub" link set "$name" master hub up
    ip -n "$prefix-$name" link set lo up
    ip -n "$prefix-$name" address add "${machine#*=}" dev lan
    ip -n "$prefix-$name" link set lan up
done
