# Sourced by the programs: finds a JDK of release 25 or newer without starting a process per candidate.

# jdk_find TOOL: sets JDK to the first suitable home that has bin/TOOL; 1 if there is none.
# An explicit choice comes first, then the java on the PATH, then the places where JDKs usually live.
jdk_find() {
    local home
    jdk_fits "$1" "${BATON_JAVA_HOME:-}" && return
    jdk_fits "$1" "${JAVA_HOME:-}" && return
    # Bash remembers where a command is; asking `command -v` would take a process. So would asking what it is a link to,
    # which mostly is a JDK where these usually live.
    if hash java 2>/dev/null; then
        for home in /usr/lib/jvm/* ''; do
            [[ $home/bin/java -ef ${BASH_CMDS[java]} ]] && break
        done
        [[ -n $home ]] || home=$(readlink -f "${BASH_CMDS[java]}")
        jdk_fits "$1" "${home%/bin/java}" && return
    fi
    for home in /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* \
            "${HOME:-/nonexistent}"/{.sdkman/candidates/java,.jdks,.asdf/installs/java,.local/share/mise/installs/java}/* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        jdk_fits "$1" "$home" && return
    done
    return 1
}

# jdk_fits TOOL HOME: sets JDK to this home if it is suitable.
jdk_fits() {
    local line
    [[ -n $2 && -x $2/bin/$1 && -r $2/release ]] || return
    while IFS= read -r line; do
        if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
            ((BASH_REMATCH[1] >= 25)) && JDK=$2
            return
        fi
    done <"$2/release"
    return 1
}

# jdk_need PROGRAM TOOL: like jdk_find, or says in one sentence how to get one and ends with 2.
jdk_need() {
    jdk_find "$2" && return
    echo "$1: needs a JDK 25 or newer and found none: install one (https://adoptium.net, or \`sdk install java 25-tem\`)" \
        "or name its home in BATON_JAVA_HOME." >&2
    exit 2
}
