#!/bin/bash
#
# h2-hold.sh <lock>           holds the lock until it is killed; ends with 75 if somebody has it
# h2-hold.sh --check <lock>   exit 0 if this node's holder has the lock
#
# Stands for a disk or an address of which two owners would collide: the lock is exclusive, and the file beside it says
# whose it is.

if [[ $1 == --check ]]; then
    lock=$2
    { read -r node epoch pid began <"$lock.holder"; } 2>/dev/null
    [[ $node == "${BATON_NODE:-?}" && $epoch == "${BATON_EPOCH:-0}" ]] || exit 1
else
    lock=$1
fi
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=h2-common.sh
. "$here/h2-common.sh"
[[ $1 == --check ]] && { lives "$pid" "$began"; exit; }

look_at_self
exec 9>>"$lock" || refuse "cannot open $lock"
if ! flock -n 9; then
    { read -r node epoch other _ <"$lock.holder"; } 2>/dev/null
    echo "h2-hold.sh: ${lock##*/} is held by ${node:-somebody} (pid ${other:-unknown})" >&2
    echo "${BATON_NODE:-?} ${BATON_EPOCH:-0} conflict with ${node:-?} ${epoch:-?}" >>"$lock.conflicts"
    exit 75
fi
echo "${BATON_NODE:-?} ${BATON_EPOCH:-0} $pid $began" >"$lock.holder.new" && mv "$lock.holder.new" "$lock.holder"
exec sleep infinity
