# Sourced by the programs: finds a JDK of release 25 or newer without starting a process per candidate.

# jdk_find TOOL: sets JDK to the first suitable home that has bin/TOOL; 1 if there is none.
# An explicit choice comes first, then the java on the PATH, then the places where JDKs usually live.
jdk_find() {
    local tool=$1 on_path home line
    on_path=$(command -v java) && on_path=$(readlink -f "$on_path") && on_path=${on_path%/bin/java}
    for home in "${BATON_JAVA_HOME:-}" "${JAVA_HOME:-}" "$on_path" \
            /usr/lib/jvm/* /usr/java/* /opt/jdk* /opt/java/* \
            "${HOME:-/nonexistent}"/{.sdkman/candidates/java,.jdks,.asdf/installs/java,.local/share/mise/installs/java}/* \
            /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [[ -n $home && -x $home/bin/$tool && -r $home/release ]] || continue
        while IFS= read -r line; do
            if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]] && ((BASH_REMATCH[1] >= 25)); then
                JDK=$home
                return 0
            fi
        done <"$home/release"
    done
    return 1
}

# jdk_need PROGRAM TOOL: like jdk_find, or says in one sentence how to get one and ends with 2.
jdk_need() {
    jdk_find "$2" && return
    echo "$1: needs a JDK 25 or newer and found none: install one (https://adoptium.net, or \`sdk install java 25-tem\`)" \
        "or name its home in BATON_JAVA_HOME." >&2
    exit 2
}
