#!/bin/bash
#
# dog.sh <device> <timeout> <log> <victims>: stands in for a device of the Linux watchdog API, with a FIFO.
#
# Whoever opens the FIFO arms it, each byte feeds it, and so does an end without a V as the last byte; after a V the end
# disarms it. If it is not fed for `timeout` ms it kills the processes whose numbers are in the file `victims`. Notes in
# `log` what happens, one line each, with the boot time in ms: open, fed, V, left, disarmed, FIRED.

export LC_ALL=C
device=$1 timeout=$2 log=$3 victims=$4
renice -n -10 -p $$ >/dev/null 2>&1
exec {rest}<> <(:)

look_at_clock() {
    local up
    read -r up _ </proc/uptime
    now=$((10#${up/./}0))
}

note() {
    look_at_clock
    fed=$now
    echo "$now $1" >>"$log"
}

exec {bowl}<"$device"
note open
armed=yes last=
while :; do
    IFS= read -r -t 0.02 -N 1 -u "$bowl" byte
    case $? in
        0)
            [[ -n $armed ]] || note open
            armed=yes last=$byte
            if [[ $byte == V ]]; then note V; else note fed; fi
            ;;
        1)
            if [[ -n $armed && $last == V ]]; then
                note disarmed
                armed=
            elif [[ -n $armed && $last != left ]]; then
                note left
            fi
            last=left
            read -r -t 0.02 -u "$rest"
            ;;
    esac
    look_at_clock
    if [[ -n $armed ]] && ((now - fed >= timeout)); then
        kill -KILL $(<"$victims")
        note FIRED
        exit
    fi
done 2>>"$log.errors"
