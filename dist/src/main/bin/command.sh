# Sourced: the JVM of the command, the same for its cache's training run and for every later start.

# command_line HOME: sets CACHE, and COMMAND to everything before the main class; needs JDK.
command_line() {
    local home=$1 classpath streams=
    [[ -t 0 ]] && streams=in
    if [[ -t 1 ]]; then
        streams+=,out
        # bash sets LINES and COLUMNS after a command, and exports neither
        shopt -s checkwinsize
        (:)
        export LINES COLUMNS
    fi
    classpath=$(<"$home/lib/classpath")
    CACHE=$home/lib/baton.aot
    COMMAND=("$JDK/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData)
    # Older than the jars: made for other classes. Empty: this JVM could not make one.
    [[ -s $CACHE && $CACHE -nt $home/built ]] && COMMAND+=(-XX:AOTCache="$CACHE" -Xlog:aot=off -Xlog:cds=off)
    # Enough to plan for 5,000 nodes and 50,000 groups; BATON_OPTS comes later and wins.
    # shellcheck disable=SC2206 # the options are words
    COMMAND+=(-Xmx400m ${BATON_OPTS:-})
    # What a JVM would load classes to find out.
    COMMAND+=(-Dbaton.terminal="$streams")
    COMMAND+=(-cp "${classpath//@LIB@/$home/lib}")
}
