# lease.sh: what guard.sh and launch.sh both know. Sourced by them; `run` is the node's run directory.
#
#   deadline               boot-time in ms at which the node's lease ends; written by rename
#   margin                 ms before the deadline at which the guard starts to kill
#   guard.pid, guard.stop  "pid starttime" of the guard; its existence tells the guard to end when nothing is held
#   watchdog               "timeout slack device"; watchdog.sh describes it, and what the guard says of it
#   held/<group>/<n>-<resource>/
#     cgroup               path of a cgroup v2 directory; or
#     pidns                lines "pid starttime": the process outside the PID namespace, then the namespace's init; or
#     pgroup               "pid starttime" of the leader of a session: the weak way, orphans in other sessions escape
#     release              a bash script, optional, that undoes what no killed process undoes (an address, a mount)
#     released             made by the guard when the release succeeded
#
# Only builtins are used here: the guard's idle loop must not fork. All results are in global variables.

# Without a readable margin the larger of the two usual ones.
readonly DEFAULT_MARGIN=2000

# Sets `now`: the boot-time in ms, never less than the true one (the kernel cuts /proc/uptime off to 10 ms).
look_at_clock() {
    local up
    read -r up _ </proc/uptime
    now=$((10#${up/./}0 + 10))
}

# Sets `number` to the decimal number in file $1, or to $2 when there is none.
read_number() {
    local text=
    number=$2
    [[ -e $1 ]] && read -r text <"$1"
    case $text in
        '' | *[!0-9]* | ????????????????*) ;;
        *) number=$((10#$text)) ;;
    esac
}

# Sets `deadline` and `margin`. No deadline is a deadline that has passed.
look_at_lease() {
    read_number "$run/deadline" 0
    deadline=$number
    read_number "$run/margin" "$DEFAULT_MARGIN"
    margin=$number
}

# Sets `dog_device` to the device that resets this machine, empty where there is none; `dog_timeout` and `dog_slack`.
look_at_watchdog() {
    local after= slack= device=
    dog_device=
    [[ -e $run/watchdog ]] && read -r after slack device <"$run/watchdog"
    case $after$slack in
        '' | *[!0-9]* | ????????????????*) ;;
        *) dog_timeout=$((10#$after)) dog_slack=$((10#$slack)) dog_device=$device ;;
    esac
}

# Sets `fields` to what follows the command's name in the stat file $1: state 0, parent 1, group 2, session 3, start 19.
# The name may contain blanks, brackets and newlines; it ends at the last bracket. False if there is no such process.
look_at_process() {
    local text=
    fields=()
    [[ -e $1 ]] && { read -r -d '' text <"$1"; } 2>/dev/null
    [[ -n $text ]] || return 1
    # shellcheck disable=SC2206  # one letter and numbers: splitting is what is wanted
    fields=(${text##*) })
}

# True if process $1 is the one that started at $2 (clock ticks since boot) and is not dead. A zombie is dead.
# Sets `fields`.
lives() {
    look_at_process "/proc/$1/stat" && [[ ${fields[19]} == "$2" && ${fields[0]} != [ZXx] ]]
}

# True if a process lives in cgroup $1 or below it; calls $2 with the cgroup if so.
each_populated() {
    local key value
    [[ -n $1 && -e $1/cgroup.events ]] || return 1
    while read -r key value; do
        if [[ $key == populated && $value == 1 ]]; then
            "$2" "$1"
            return 0
        fi
    done <"$1/cgroup.events"
    return 1
}

# Calls $2 with each process of the session whose leader is, or was, $1, started at $3, and with each descendant of
# those; true if there was one. While a member lives the leader's number is given to no other process; if another has
# it, the session is gone.
each_of_session() {
    local stat pid more=yes found=1
    local -A parent=() member=()
    look_at_process "/proc/$1/stat" && [[ ${fields[19]} != "$3" ]] && return 1
    for stat in /proc/[0-9]*/stat; do
        look_at_process "$stat" && [[ ${fields[0]} != [ZXx] ]] || continue
        pid=${stat#/proc/}
        pid=${pid%/stat}
        parent[$pid]=${fields[1]}
        [[ ${fields[3]} == "$1" ]] && member[$pid]=yes
    done
    while [[ -n $more ]]; do
        more=
        for pid in "${!parent[@]}"; do
            [[ -z ${member[$pid]:-} && -n ${member[${parent[$pid]}]:-} ]] && member[$pid]=yes more=yes
        done
    done
    # The leader first, so that it does not see its children die and end as if by itself.
    for pid in "$1" "${!member[@]}"; do
        [[ -n ${member[$pid]:-} ]] || continue
        member[$pid]=
        found=0
        "$2" "$pid"
    done
    return "$found"
}

# True if something lives of what entry $1 holds. Calls $2 with each living process, or with the path of the cgroup.
each_living() {
    local act=$2 text= start= found=1
    if [[ -e $1/cgroup ]]; then
        read -r text <"$1/cgroup"
        each_populated "$text" "$act" && found=0
    elif [[ -e $1/pidns ]]; then
        while read -r text start _; do
            lives "$text" "$start" && found=0 && "$act" "$text"
        done <"$1/pidns"
    elif [[ -e $1/pgroup ]]; then
        read -r text start _ <"$1/pgroup"
        each_of_session "$text" "$act" "$start" && found=0
    fi
    return "$found"
}
