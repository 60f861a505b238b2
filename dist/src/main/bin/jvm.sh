# Sourced: the JVM of the command and that of the daemon, each the same for its cache's training run and for every later
# start. Both functions need JDK and set CACHE, and COMMAND to everything before the main class.

# command_line HOME [WORD...]: for the command with these words.
command_line() {
    local streams= cache=baton
    shows_plan "${@:2}" && cache=plan
    [[ -t 0 ]] && streams=in
    if [[ -t 1 ]]; then
        streams+=,out
        # bash sets LINES and COLUMNS after a command, and exports neither
        shopt -s checkwinsize
        (:)
        export LINES COLUMNS
    fi
    COMMAND=("$JDK/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:-UsePerfData)
    from_cache "$1" "$cache"
    # The compiler goes before the threads that plan: these lower their priority, which needs no privilege; the JVM would
    # warn that other changes do.
    [[ ${2:-} == plan ]] && COMMAND+=(-XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=0 -XX:-PrintWarnings)
    # BATON_OPTS comes later; who names a heap there gets that one. Else one that is enough to plan for 5,000 nodes and
    # 50,000 groups. What survives one collection while a plan is made mostly lives until the end, so it is not copied
    # again; a larger young generation takes longer to be got than a small one to be collected.
    if [[ ${BATON_OPTS:-} != *-Xmx* ]]; then
        COMMAND+=(-Xmx440m)
        [[ ${2:-} == plan ]] && COMMAND+=(-Xmn32m -XX:SurvivorRatio=40 -XX:MaxTenuringThreshold=0)
    fi
    # shellcheck disable=SC2206 # the options are words
    COMMAND+=(${BATON_OPTS:-})
    # What a JVM would load classes to find out.
    COMMAND+=(-Dbaton.terminal="$streams" -Dpicocli.disable.closures=true)
    with_libraries "$1"
}

# True for a plan that is made from files and only shown. It needs two thirds of the classes, and a JVM that starts goes
# over all that its cache holds.
shows_plan() {
    [[ ${1:-} == plan && " $* " == *" --cluster-file "* ]] || return
    shift
    while (($# > 1)); do
        [[ $1 == -f || $1 == --preset || $1 == --cluster-file ]] || return
        shift 2
    done
    (($# == 0))
}

# daemon_line HOME: small heap, smallest collector: it shares its machine with what it keeps running. BATON_DAEMON_OPTS
# comes later and wins.
daemon_line() {
    COMMAND=("$JDK/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:-UsePerfData
        -Xss512k)
    from_cache "$1" batond
    # shellcheck disable=SC2206 # the options are words
    COMMAND+=(-Xmx128m ${BATON_DAEMON_OPTS:-})
    with_libraries "$1"
}

from_cache() {
    CACHE=$1/lib/$2.aot
    # Older than the jars: made for other classes. Empty: this JVM could not make one.
    [[ -s $CACHE && $CACHE -nt $1/built ]] && COMMAND+=(-XX:AOTCache="$CACHE" -Xlog:aot=off -Xlog:cds=off)
}

with_libraries() {
    local classpath=
    IFS= read -r classpath <"$1/lib/classpath"
    COMMAND+=(-cp "${classpath//@LIB@/$1/lib}")
}
