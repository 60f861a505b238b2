#!/bin/bash
#
# launch.sh <absolute run> <entry> <how> <holding> <command> <argument>...
#
# Starts one command where it can be killed with all its children, and, if it holds anything, only while the lease runs.
#   entry     held/<group>/<n>-<resource>, which the guard watches, or any other directory in <run>
#   how       process  the command is the resource: this process becomes it, or stands for it
#             start    the command starts the resource and returns; what it leaves behind is held
#             free     as `process`, for a command that holds nothing: no lease is asked for
#   holding   cgroup=<path>, pidns or pgroup; lease.sh describes the records in the entry
# The record is written before the command starts, and without it there is no start: what the guard cannot find it
# cannot kill. A full disk leaves an empty file. The last act before `exec` looks at the guard and the lease again:
# without a guard, without a deadline, or with less than the guard's margin left there is no start.
#
# Beside the record it writes `main`, the "pid starttime" of the command. Returns the command's exit code; or 125, and
# the reason in a file `refused`, if the command was not started. Start it as `bash -p`, so that BASH_ENV is ignored.

main() {
    here=${BASH_SOURCE[0]}
    [[ $here == /* ]] || here=$PWD/$here
    here=${here%/*}
    # shellcheck source=lease.sh
    . "$here/lease.sh"
    if [[ $1 == in-namespace ]]; then
        shift
        run=$1 entry=$1/$2 how=$3 bell=$4
        shift 4
        in_namespace "$@"
    fi
    run=$1 entry=$1/$2 how=$3 holding=$4
    shift 4
    [[ -d $entry ]] || mkdir -p "$entry"
    [[ -e $entry/main || -e $entry/refused ]] && rm -f "$entry/main" "$entry/refused"
    each_living "$entry" : && refuse "something of it is still alive"
    case $holding in
        cgroup=/*) in_cgroup "${holding#cgroup=}" "$@" ;;
        pidns) around_namespace "$@" ;;
        pgroup) in_session "$@" ;;
        *) refuse "unknown holding $holding" ;;
    esac
}

refuse() {
    echo "$1" >"$entry/refused"
    echo "launch.sh: refused: $1" >&2
    exit 125
}

unrecorded() {
    refuse "$entry/$1 cannot be written, so that the guard would not find it"
}

# Prints "pid starttime" of the shell that calls it, seen from outside every namespace: /proc is the outer one.
own() {
    look_at_process /proc/self/stat
    local pid
    read -r pid _ </proc/self/stat
    echo "$pid ${fields[19]}"
}

in_cgroup() {
    local cgroup=$1 attempt
    shift
    echo "$cgroup" >"$entry/cgroup" || unrecorded cgroup
    # The guard, or the end of a neighbour, may remove an empty directory under our hands.
    for attempt in 1 2 3 4 5; do
        [[ -d $cgroup ]] || mkdir -p "$cgroup"
        { echo $$ >"$cgroup/cgroup.procs"; } 2>/dev/null && become "$@"
    done
    refuse "cannot enter the cgroup $cgroup"
}

in_session() {
    look_at_process /proc/$$/stat
    if [[ ${fields[3]} != "$$" ]]; then
        exec setsid --wait bash -p "$here/launch.sh" "$run" "${entry#"$run/"}" "$how" pgroup "$@"
    fi
    own >"$entry/pgroup" || unrecorded pgroup
    become "$@"
}

around_namespace() {
    local -a enter=(unshare --pid --fork --kill-child=KILL)
    # An ordinary user gets the right from a user namespace; in it root would lose its own rights over the host.
    ((EUID == 0)) || enter+=(--user --map-current-user)
    enter+=(-- bash -p "$here/launch.sh" in-namespace "$run" "${entry#"$run/"}" "$how")
    if [[ $how != start ]]; then
        own >"$entry/pidns" || unrecorded pidns
        exec "${enter[@]}" - "$@"
    fi
    # The namespace outlives this process; the command's exit code comes through a pipe.
    local code= space
    exec {bell}<> <(:)
    (
        own >"$entry/pidns" || unrecorded pidns
        exec "${enter[@]}" "$bell" "$@"
    ) &
    space=$!
    while ! read -r -t 0.1 -u "$bell" code; do
        [[ -z $code ]] && kill -0 "$space" 2>/dev/null || break
    done
    exit "${code:-137}"
}

# The init of the new namespace: stands for the command, takes in its orphans, and takes all with it when it ends.
in_namespace() {
    local outside start code nap kids
    own >>"$entry/pidns" || unrecorded pidns
    # If the process outside died before it had arranged that we die with it, nobody would miss us.
    read -r outside start _ <"$entry/pidns"
    lives "$outside" "$start" || exit 125
    (
        [[ $how == start ]] && exec {bell}>&-
        become "$@"
    ) &
    wait $!
    code=$?
    [[ $how != start ]] && exit "$code"
    echo "$code" >&"$bell"
    exec {bell}>&- {nap}<> <(:)
    # The list has no newline at its end: `read` fills the variable and fails.
    while kids= && { read -r kids </proc/thread-self/children || [[ -n ${kids// /} ]]; }; do
        read -r -t 1 -u "$nap"
    done
    exit 0
}

# The last act: become the command, if the lease still runs and someone guards it.
become() {
    local guard=0 start=
    own >"$entry/main" || unrecorded main
    if [[ $how == free ]]; then
        cd -- "$home" || exit 125
        exec -- "$@"
    fi
    [[ -e $run/guard.pid ]] && read -r guard start _ <"$run/guard.pid"
    lives "$guard" "$start" || refuse "there is no guard"
    [[ ${fields[0]} == T ]] && refuse "the guard is stopped"
    [[ -e $run/guard.stop ]] && refuse "the guard has been told to end"
    look_at_lease
    look_at_clock
    ((now < deadline - margin)) || refuse "the lease has $((deadline - now)) ms left, the guard takes $margin"
    if [[ -e $run/watchdog.armed && ! -e $run/watchdog.tight ]]; then
        look_at_watchdog
        [[ -z $dog_device ]] || ((now + dog_timeout + dog_slack <= deadline)) \
            || refuse "the lease has $((deadline - now)) ms left, and the watchdog would fire only after it"
    fi
    exec -- "$@"
}

main "$@"; exit
