#!/bin/bash
#
# janitor.sh <where> <who> <notice>
#
# Makes a directory below <where> and prints its path; then waits until nobody holds its standard input any more. That
# is when its launcher has ended, in whatever way. Then it ends every process that carries BATON_DEMO=<directory> in its
# environment, kills and removes the cgroup of the directory's last name, runs the script <directory>/farewell if there
# is one, removes the directory, and the file <notice> if it is about this directory, and prints `clean`.
#
# Runs in a session of its own, without that variable, so that nothing that ends the launcher ends it, itself included.

main() {
    trap '' HUP INT QUIT TERM PIPE USR1 USR2 TSTP TTIN TTOU
    cd / || exit 2
    dir=$(mktemp -d -- "$1/baton-demo-XXXXXXXX") || exit 2
    unset BATON_DEMO BASH_ENV
    echo "$2" >"$dir/launcher"
    echo "$dir"
    while read -r _; do :; done
    local calm=0 round
    for ((round = 0; calm < 4 && round < 200; round++)); do
        if end_all; then calm=$((calm + 1)); else calm=0; fi
        sleep 0.05
    done
    remove_cgroup
    [[ -e $dir/farewell ]] && bash -p "$dir/farewell" >/dev/null 2>&1
    [[ -e $dir/notice ]] && cmp -s "$dir/notice" "$3" && rm -f "$3" && rmdir "${3%/*}" 2>/dev/null
    for ((round = 0; round < 20; round++)); do
        rm -rf -- "$dir" 2>/dev/null && break
        end_all
        sleep 0.1
    done
    echo clean
}

# Kills what is alive; true if nothing was.
end_all() {
    local -a pids=()
    local file nothing=0
    while IFS= read -r -d '' file; do
        file=${file#/proc/}
        pids+=("${file%/environ}")
    done < <(grep -lzxZF -- "BATON_DEMO=$dir" /proc/[0-9]*/environ 2>/dev/null)
    if ((${#pids[@]} > 0)); then
        kill -KILL "${pids[@]}" 2>/dev/null
        nothing=1
    fi
    each_cgroup kill_cgroup || nothing=1
    return $nothing
}

# Calls $1 with each cgroup of this demo: below the root of a cgroup v2 hierarchy, or below our own cgroup, where an
# ordinary user may have been given rights. False if a call was.
each_cgroup() {
    local line mount own='' code=0
    while IFS= read -r line; do
        [[ $line == 0::* ]] && own=${line#0::}
    done </proc/self/cgroup
    while IFS= read -r line; do
        [[ $line == *" - cgroup2 "* ]] || continue
        # shellcheck disable=SC2086  # fields
        set -- "$1" $line
        mount=${6}
        for group in "$mount/${dir##*/}" "$mount${own%/}/${dir##*/}"; do
            [[ -d $group ]] || continue
            "$1" "$group" || code=1
        done
    done </proc/self/mountinfo
    return $code
}

# True if nothing was alive in it.
kill_cgroup() {
    local key value
    while read -r key value; do
        if [[ $key == populated && $value == 1 ]]; then
            echo 1 >"$1/cgroup.kill"
            return 1
        fi
    done <"$1/cgroup.events"
    return 0
} 2>/dev/null

remove_cgroup() {
    each_cgroup empty_cgroup
}

empty_cgroup() {
    find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
    return 0
}

# One line, so that the whole file has been read before its directory goes.
main "$@"; exit
