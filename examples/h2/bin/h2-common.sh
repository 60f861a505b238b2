# h2-common.sh: what the scripts of an H2 group know together. Sourced by them.
#
#   H2_NODE_DIR   what belongs to this node: products/h2/<version>/h2.jar, and products/h2/current -> <version>
#   H2_JARS       where installs take h2-<version>.jar from
#   H2_JAVA       the java to run H2 with; default: the one on the PATH
#   H2_PROC       a /proc in which every node's processes are seen; default: /proc. For nodes that share one machine
#                 but not one PID namespace
#   BATON_NODE, BATON_GROUP, BATON_EPOCH   who asks, for which group; set by the agent
#
# A data directory holds
#   current -> h2-<format>     the directory of the database's files, or h2-<copy>; switched by rename
#   copies/<copy>.sql          what was saved before and after conversions
#   owner.lock, disk.lock      locks of whoever works on the data
#   owners.log                 one line per owner: node epoch start pid boot-ms starttime

products=${H2_NODE_DIR:?names no node directory}/products/h2
java=${H2_JAVA:-java}
proc=${H2_PROC:-/proc}

# The smallest JVM that H2 is happy in; the optimising compiler would cost more than it brings here.
h2_jvm=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xss512k -Xmx96m)

# Says why in one sentence and ends with 1.
refuse() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# Sets `pid` and `began`: this process as seen from outside every PID namespace, and its start in ticks since boot.
look_at_self() {
    local text
    read -r text <"$proc/self/stat"
    pid=${text%% *}
    # shellcheck disable=SC2206  # one letter and numbers: splitting is what is wanted
    local -a fields=(${text##*) })
    began=${fields[19]}
}

# True if process $1 is the one that started at $2 and is not dead. A zombie is dead.
lives() {
    local text=
    { read -r -d '' text <"$proc/$1/stat"; } 2>/dev/null
    [[ -n $text ]] || return 1
    # shellcheck disable=SC2206
    local -a fields=(${text##*) })
    [[ ${fields[19]} == "$2" && ${fields[0]} != [ZXx] ]]
}

# Appends "node epoch $1 pid boot-ms starttime" and what follows in $2 to the owner log of data directory `data`.
log_owner() {
    local up
    read -r up _ </proc/uptime
    echo "${BATON_NODE:-?} ${BATON_EPOCH:-0} $1 $pid $((10#${up/./} * 10)) $began${2:+ $2}" >>"$data/owners.log"
}

# Takes the owner's lock of data directory `data` on descriptor 9, which every child and the program this process
# becomes inherit; logs the start. Ends with 75 if somebody has it. Logs `overlap` if an earlier owner is alive though
# it does not hold the lock.
become_owner() {
    local word node epoch other other_began
    look_at_self
    exec 9>>"$data/owner.lock" || refuse "cannot open $data/owner.lock"
    if ! flock -n 9; then
        log_owner conflict "$1"
        echo "${0##*/}: another owner works on $data" >&2
        exit 75
    fi
    if [[ -e $data/owners.log ]]; then
        while read -r node epoch word other _ other_began _; do
            [[ $word == start && $other != "$pid" ]] && lives "$other" "$other_began" || continue
            log_owner overlap "with $node $epoch pid $other"
        done <"$data/owners.log"
    fi
    log_owner start "$1"
}

# Sets `version` to the version of H2 installed on this node.
look_at_version() {
    version=$(readlink "$products/current") || refuse "no H2 is installed in $products"
    version=${version##*/}
    [[ -s $products/$version/h2.jar ]] || refuse "$products/$version holds no h2.jar"
}

# Prints the leading two parts of version $1, which name its file format.
format_of() {
    local -a part
    IFS=. read -ra part <<<"$1"
    echo "${part[0]}.${part[1]}"
}
