#!/bin/bash
#
# guard.sh <run>: ends what this node runs before the node's lease ends, whatever has become of batond.
#
# One process per node, kept single by a lock, in a session of its own. Five times a second it compares the clock with
# the absolute deadline in <run>/deadline. `margin` ms before the deadline it kills what <run>/held names, then runs the
# releases, last started first. What is left after another `margin` is written into <run>/stuck/<group>. While the
# deadline is past it kills whatever appears; a later deadline arms it again. lease.sh describes the files.
#
#   guard.pid     "pid starttime" of this process, there while it guards
#   guard.log     what it did, one line each; nothing while the lease is renewed
#   guard.stop    made by others: end as soon as nothing is held
#   cgroups       made by others: the directory of this node's cgroups, which the guard removes when it ends
#   guard.linger  made by others: end when nothing is held, no daemon lives, and the deadline has been past so many ms
#   daemon.pid    made by others: "pid starttime" of the daemon
#   farewell      made by others: a bash script that is the last thing a guard does
#   watchdog*     the device that resets this machine should the guard fail: watchdog.sh describes them
#
# The idle loop uses builtins only. The absolute deadline makes a late look harmless: a guard that was frozen kills at
# its first look, where a timer of its own would start to wait anew.

# No `set -u`, no `set -e`: a guard does not die of a file it did not expect.
shopt -s nullglob
export LC_ALL=C

readonly PERIOD=200     # ms between two looks at the clock
readonly HURRY=20       # the same while something that must die is still alive
readonly PATIENCE=5000  # ms that a release may take once the deadline is past

declare -A since=()     # group -> when something of it had to be killed first
declare -A releasing=() # group -> the job that runs its releases, or ran them last
declare -A struck=()    # entry -> its killing has been logged
left=                   # something of what is held was alive, or not released, at the last look of enforce()

main() {
    local here=${BASH_SOURCE[0]}
    [[ $here == /* ]] || here=$PWD/$here
    here=${here%/*}
    cd -- "$1" || exit 2
    run=$PWD
    if [[ ${2:-} != in-own-session ]]; then
        exec setsid --fork bash -p "$here/guard.sh" "$run" in-own-session
    fi
    # shellcheck source=lease.sh
    . "$here/lease.sh"
    # shellcheck source=watchdog.sh
    . "$here/watchdog.sh"
    detach
    be_the_only_one
    look_at_clock
    started=$now
    say "guards $run"
    watch
    leave
}

# Lets go of the terminal, of every file the parent left open, and of signals meant for others.
detach() {
    local fd
    exec </dev/null >>guard.log 2>&1
    for fd in /proc/$$/fd/*; do
        fd=${fd##*/}
        ((fd > 2 && fd < 255)) && eval "exec $fd>&-"
    done
    trap '' HUP INT QUIT TERM PIPE USR1 USR2 TSTP TTIN TTOU
    # As root: neither the out-of-memory killer nor a busy machine shall stop this process.
    { echo -1000 >/proc/$$/oom_score_adj; } 2>/dev/null
    renice -n -10 -p $$ >/dev/null 2>&1
}

be_the_only_one() {
    exec {lock}>guard.lock
    flock -n "$lock" || exit 0
    forget_watchdog
    # Its own pipe: nobody writes but the release jobs, so that reading it is sleeping. They write one byte: a `read`
    # whose time is over in the middle of a line loses what it has read of it.
    exec {bell}<> <(:)
    look_at_process /proc/$$/stat
    echo "$$ ${fields[19]}" >guard.pid.new && mv guard.pid.new guard.pid
}

say() {
    look_at_clock
    echo "$now $*"
}

watch() {
    local pause line expired=
    while [[ -d $run ]]; do
        look_at_clock
        look_at_lease
        if ((now < deadline - margin)); then
            [[ -n $expired ]] && rearm
            expired=
            look_after_watchdog
            pause=$((deadline - margin - now))
            ((pause < PERIOD)) || pause=$PERIOD
            ((pause > 0)) || pause=1
        else
            [[ -n $expired ]] || say "the lease ends at $deadline, margin $margin: killing"
            expired=yes
            enforce
            look_after_watchdog
            pause=$PERIOD
            [[ -n $hurry ]] && pause=$HURRY
        fi
        may_end && return
        printf -v pause '%d.%03d' $((pause / 1000)) $((pause % 1000))
        read -r -t "$pause" -u "$bell" line
    done
}

rearm() {
    since=()
    struck=()
    say "a later deadline, $deadline"
}

# One look at everything held while the lease is over. Sets `hurry` if something may yet end in time.
enforce() {
    local dir group entry alive unreleased
    hurry=
    left=
    for dir in held/*/; do
        group=${dir#held/}
        group=${group%/}
        alive=
        unreleased=
        for entry in "$dir"*/; do
            if each_living "$entry" strike; then
                alive+=" ${entry#"$dir"}"
                [[ -n ${struck[$entry]:-} ]] || say "killed $entry"
                struck[$entry]=yes
            else
                struck[$entry]=
                [[ -e ${entry}cgroup ]] && sweep "$entry"
            fi
            [[ -e ${entry}release && ! -e ${entry}released ]] && unreleased+=" ${entry#"$dir"}"
        done
        if [[ -z $alive$unreleased ]]; then
            unset "since[$group]"
            continue
        fi
        left=yes
        [[ -n ${since[$group]:-} ]] || since[$group]=$now
        if [[ -n $unreleased ]] && ! is_releasing && { [[ -z $alive ]] || overdue $((margin / 2)); }; then
            release "$group" &
            releasing[$group]=$!
        fi
        if overdue "$margin"; then
            stuck "$group" "${alive:+alive:$alive }${unreleased:+not released:$unreleased}"
        else
            hurry=yes
        fi
    done
}

# True if `group` has been waited for longer than $1 ms.
overdue() {
    ((now - ${since[$group]} >= $1))
}

# True while the job that runs the releases of `group` has not ended.
is_releasing() {
    local job=${releasing[$group]:-}
    [[ -n $job ]] && look_at_process "/proc/$job/stat" && [[ ${fields[0]} != [ZXx] && ${fields[1]} == "$$" ]]
}

# Kills a cgroup (a path) or a process (a number), unless the lease was renewed since the last look.
strike() {
    look_at_lease
    look_at_clock
    ((now < deadline - margin)) && return
    if [[ $1 == /* ]]; then
        echo 1 >"$1/cgroup.kill"
    else
        kill -KILL "$1" 2>/dev/null
    fi
}

# Removes the emptied cgroup of entry $1, so that nothing enters it any more and nothing is left behind.
sweep() {
    local cgroup
    read -r cgroup <"$1/cgroup"
    [[ -n $cgroup && -d $cgroup ]] || return
    find "$cgroup" -depth -type d -exec rmdir {} + 2>/dev/null
    rmdir -p "${cgroup%/*}" 2>/dev/null
}

# Runs the releases of group $1, highest number first, each with its share of the time that is left. Stops at the first
# that fails: what is below must not be let go while what rests on it is still there.
release() {
    local entry name n count=0 share
    local -a order=()
    exec {lock}>&-
    close_watchdog
    trap - HUP INT QUIT TERM PIPE USR1 USR2 TSTP TTIN TTOU
    for entry in "held/$1"/*/; do
        [[ -e ${entry}release && ! -e ${entry}released ]] || continue
        name=${entry%/}
        name=${name##*/}
        n=${name%%-*}
        case $n in '' | *[!0-9]*) n=0 ;; esac
        order[10#$n * 1000 + count++]=$entry
    done
    local -a keys=("${!order[@]}")
    for ((n = ${#keys[@]} - 1; n >= 0; n--)); do
        entry=${order[keys[n]]}
        look_at_clock
        share=$(((deadline - now) / (n + 1)))
        ((share > 0)) || share=$PATIENCE
        ((share >= 1000)) || share=1000
        printf -v share '%d.%03d' $((share / 1000)) $((share % 1000))
        if timeout -s KILL "$share" bash -p "${entry}release" {bell}>&-; then
            : >"${entry}released"
            say "released $entry"
        else
            say "release of $entry failed with $?, $share s allowed"
            # Not again at once; and once the other nodes have long gone on without us, not often.
            ((now < deadline + PATIENCE)) && sleep 0.2 || sleep 5
            break
        fi
    done
    echo >&"$bell"
}

# Writes what of group $1 is left, once; whoever reads it removes it.
stuck() {
    [[ -e stuck/$1 ]] && return
    mkdir -p stuck
    say "STUCK $1: $2"
    echo "$now $2" >"stuck/.$1" && mv "stuck/.$1" "stuck/$1"
}

# True if this guard has been told to end, and nothing is held.
may_end() {
    local pid=0 start=
    if [[ ! -e guard.stop ]]; then
        [[ -e guard.linger ]] || return 1
        read_number guard.linger 0
        ((now - (deadline > started ? deadline : started) > number)) || return 1
        [[ -e daemon.pid ]] && read -r pid start <daemon.pid
        lives "$pid" "$start" && return 1
    fi
    nothing_held
}

# True if nothing of what is held is alive, or still to be released.
nothing_held() {
    local entry
    for entry in held/*/*/; do
        each_living "$entry" : && return 1
        [[ -e ${entry}release && ! -e ${entry}released ]] && return 1
    done
    return 0
}

leave() {
    local entry cgroups
    if [[ -d $run ]]; then
        disarm_watchdog
        say "ends"
        for entry in held/*/*/; do
            [[ -e ${entry}cgroup ]] && sweep "$entry"
        done
        if [[ -e cgroups ]] && read -r cgroups <cgroups && [[ $cgroups == /*/?* ]]; then
            find "$cgroups" -depth -type d -exec rmdir {} + 2>/dev/null
        fi
        rm -f guard.pid
        [[ -e farewell ]] && exec bash -p farewell {lock}>&-
    fi
}

# One line, so that the whole file has been read before anything runs.
main "$@"; exit
