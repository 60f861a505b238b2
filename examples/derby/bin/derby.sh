#!/bin/bash
#
# derby.sh <what> ...: everything that a Derby group, and an upgrade of Derby, runs.
#
#   version                          prints the version of Derby installed on this node
#   install <version>                makes a version, newer or older, the current one; the others stay beside it
#   self-test                        exit 0 if the installed version runs here
#   server <data> <address> <port>   becomes the database server
#   ready <address> <port>           exit 0 if something takes connections there
#   format <data>                    prints the format of the data, such as 10.14
#   convert <data>                   brings the data to the format of the installed version, for good
#
#   DERBY_NODE_DIR   what belongs to this node: products/derby/<version>/*.jar, and products/derby/current -> <version>
#   DERBY_JARS       where installs take <version>/*.jar from: derby, derbynet, derbytools, since 10.15 derbyshared
#   DERBY_JAVA       the java to run it with; default: the one on the PATH
#   BATON_NODE, BATON_EPOCH   who asks; set by the agent
#
# A data directory holds
#   current -> derby-<format>   the home of the server, with the database `db`; switched by rename
#   owner.lock, owners.log      lock of whoever works on the data; one line per owner: node epoch start pid
#
# A newer Derby opens older data and leaves its format alone, unless a client asks it to upgrade: let nobody who is not
# meant to do that connect as the database's owner (see "connection.requireAuthentication" of Derby).

products=${DERBY_NODE_DIR:?names no node directory}/products/derby
java=${DERBY_JAVA:-java}
# The smallest JVM that Derby is happy in.
jvm=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xss512k -Xmx96m)

# Says why in one sentence and ends with 1.
refuse() {
    echo "derby.sh: $*" >&2
    exit 1
}

# Sets `version` to the version of Derby installed on this node.
look_at_version() {
    version=$(readlink "$products/current") || refuse "no Derby is installed in $products"
    [[ -d $products/$version ]] || refuse "there is no $products/$version"
}

# Prints the leading two parts of version $1, which name its format.
format_of() {
    local -a part
    IFS=. read -ra part <<<"$1"
    echo "${part[0]}.${part[1]}"
}

# Prints the format of the database in directory $1: of its log, whose control file has it in two words of four bytes.
# Derby opens nothing whose log is newer than itself. Starts no JVM: this is asked before every start.
format_in() {
    local file=$1/db/log/log.ctrl major minor
    [[ -r $file ]] || refuse "there is no database $1/db"
    read -r major minor < <(od -An -tu4 --endian=big -j16 -N8 "$file")
    [[ $major == 10 && $minor -lt 100 ]] || refuse "$file is of no known generation: $major.$minor"
    echo "$major.$minor"
}

# Takes the owner's lock of data directory $1 on descriptor 9, which the program that this process becomes inherits.
# Ends with 75 if somebody has it.
become_owner() {
    local who="${BATON_NODE:-?} ${BATON_EPOCH:-0}"
    exec 9>>"$1/owner.lock" || refuse "cannot open $1/owner.lock"
    if ! flock -n 9; then
        echo "$who conflict $$ $2" >>"$1/owners.log"
        echo "derby.sh: another owner works on $1" >&2
        exit 75
    fi
    echo "$who start $$ $2" >>"$1/owners.log"
}

# Runs the statements of its standard input in one JVM of the installed version, and prints what they said.
sql() {
    "$java" "${jvm[@]}" -Dderby.stream.error.file=/dev/null -cp "$products/$version/*" org.apache.derby.tools.ij
}

# Opens the database at URL $1 and prints what it says of the format of its catalogue.
catalogue() {
    sql <<<"connect 'jdbc:derby:$1';
        values 'catalogue ' || syscs_util.syscs_get_database_property('DataDictionaryVersion');
        connect 'jdbc:derby:;shutdown=true';"
}

install() {
    local wanted=$1 fresh=$products/.installing-$1
    [[ $wanted =~ ^[0-9]+(\.[0-9]+)*$ ]] || refuse "'$wanted' is no version"
    if [[ ! -d $products/$wanted ]]; then
        [[ -s ${DERBY_JARS:?names no directory of jars}/$wanted/derbynet-$wanted.jar ]] \
            || refuse "there is no Derby $wanted in $DERBY_JARS"
        rm -rf "$fresh" && mkdir -p "$fresh" && cp "$DERBY_JARS/$wanted"/*.jar "$fresh" && sync "$fresh"/* || exit 1
        mv -T "$fresh" "$products/$wanted" || exit 1
    fi
    ln -sfn "$wanted" "$products/.current" && mv -T "$products/.current" "$products/current" && sync "$products"
}

server() {
    become_owner "$1" server
    # A JVM of today has no security manager to give to Derby.
    exec "$java" "${jvm[@]}" "-Dderby.system.home=$(readlink -f "$1/current")" -cp "$products/$version/*" \
        org.apache.derby.drda.NetworkServerControl start -h "$2" -p "$3" -noSecurityManager
}

# Derby upgrades a copy, which takes the place of the data once all of it is on the disk. Until then the data is what it
# was; begun again after any cut it starts over. The old database stays beside the new one.
convert() {
    local data=$1 to from said work=$1/.convert
    to=$(format_of "$version")
    from=$(format_in "$data/current") || exit 1
    become_owner "$data" convert
    if [[ $from != "$to" ]]; then
        rm -rf "$work" && cp -a "$(readlink -f "$data/current")" "$work" || exit 1
        said=$(catalogue "$work/db;upgrade=true")
        [[ $said == *"catalogue $to"* && $(format_in "$work") == "$to" ]] || refuse "Derby $version says: $said"
        find "$work" -exec sync {} + && rm -rf "${data:?}/derby-$to" || exit 1
        mv -T "$work" "$data/derby-$to" && sync "$data" || exit 1
        ln -sfn "derby-$to" "$data/.current" && mv -T "$data/.current" "$data/current" && sync "$data" || exit 1
    fi
    rm -rf "$work"
    echo "$data is Derby $to"
}

what=$1
shift
case $what in
    install) install "$1" ;;
    ready)   { : <>"/dev/tcp/$1/$2"; } 2>/dev/null ;;
    format)  format_in "$1/current" ;;
    version | self-test | server | convert)
        look_at_version
        case $what in
            version) echo "$version" ;;
            server)  server "$@" ;;
            convert) convert "$@" ;;
            self-test)
                said=$(catalogue "memory:selftest;create=true")
                [[ $said == *"catalogue $(format_of "$version")"* ]] || refuse "the jars installed as $version say: $said"
                ;;
        esac
        ;;
    *) refuse "does not know '$what'" ;;
esac
