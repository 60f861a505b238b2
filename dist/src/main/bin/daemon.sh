# Sourced: the JVM of the daemon, the same for its cache's training run and for every later start.

# daemon_line HOME: sets CACHE, and COMMAND to everything before the main class; needs JDK.
daemon_line() {
    local home=$1 classpath
    classpath=$(<"$home/lib/classpath")
    CACHE=$home/lib/batond.aot
    COMMAND=("$JDK/bin/java" -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -XX:TieredStopAtLevel=1 -XX:-UsePerfData
        -Xss512k)
    # Older than the jars: made for other classes. Empty: this JVM could not make one.
    [[ -s $CACHE && $CACHE -nt $home/built ]] && COMMAND+=(-XX:AOTCache="$CACHE" -Xlog:aot=off -Xlog:cds=off)
    # shellcheck disable=SC2206 # the options are words
    COMMAND+=(-Xmx128m ${BATON_DAEMON_OPTS:-})
    COMMAND+=(-cp "${classpath//@LIB@/$home/lib}")
}
