package dev.baton.config;

import static dev.baton.core.model.Command.quoted;

import dev.baton.core.model.Command;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The commands that payloads are made into, for bash. Each begins with what the file says, as words that mean
/// themselves whatever is in them, and goes on with a script that is the same for all. Each may be cut off anywhere and
/// run again, and is done at once where what it is for is so already.
final class PayloadScripts {

    /// A node is prepared and changed by one job after the other, so names beside `into` are nobody else's. The mark
    /// in the directory is written before the directory gets its name: a marked one is whole.
    private static final String UNPACK = """
            fail() { echo "$1" >&2; exit 1; }
            mark=$into/.baton-sha256 new=$into.baton-new
            if [[ -e $into || -L $into ]]; then
                [[ -f $mark && $(<"$mark") == "$sha256" ]] || fail "$into is there already, and was not unpacked from \
            the archive with the digest $sha256: move it away"
            else
                rm -rf -- "$new"
                trap 'rm -rf -- "$new"' EXIT
                [[ $(sha256sum <"$file") == "$sha256  -" ]] || fail "$file has not the digest $sha256: nothing was \
            unpacked"
                mkdir -p -- "${into%/*}/"
                mkdir -m 755 -- "$new"
                tar -xf "$file" -C "$new" --no-same-owner --strip-components="$strip"
                [[ -n $(ls -A -- "$new") ]] || fail "$file holds nothing below $strip leading directories"
                echo "$sha256" >"$new/.baton-sha256"
                sync -f -- "$new"
                mv -T -- "$new" "$into"
                sync -f -- "${into%/*}/"
            fi
            """;

    private static final String LINK = """
            fail() { echo "$1" >&2; exit 1; }
            [[ -d $to ]] || fail "$to is no directory: $link stays as it is"
            [[ -L $link || ! -e $link ]] || fail "$link is there and is no symbolic link: move it away"
            if [[ ! -L $link || $(readlink -- "$link") != "$to" ]]; then
                rm -f -- "$link.baton-new"
                ln -s -- "$to" "$link.baton-new"
                mv -T -- "$link.baton-new" "$link"
            fi
            sync -f -- "${link%/*}/"
            """;

    private static final String CHECK = """
            [[ $(sha256sum <"$file") == "$sha256  -" ]] || { echo "$file has not the digest $sha256" >&2; exit 1; }
            """;

    /// What fetching and installing packages have in common. For somebody else's lock on dpkg it waits half as long as
    /// an install takes that does not say otherwise.
    private static final String APT = """
            export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 BATON_INSTALLS=1
            apt() {
                apt-get -y -q -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold --no-install-recommends \
            --no-remove --allow-downgrades "$@"
            }
            installed() {
                local one
                for one; do
                    [[ $(dpkg-query -W -f='${db:Status-Status}=${Version}' "${one%%=*}" 2>&1) \
            == "installed=${one#*=}" ]] || return 1
                done
            }
            """;

    /// Names the file of a package: its name begins with the package's, what is in it decides.
    private static final String FILES = """
            file_of() {
                local name=${1%%=*} version=${1#*=} file
                for file in "$from/${name%:*}"_*.deb; do
                    case $(dpkg-deb -W --showformat='${Package}:${Architecture}=${Version}' "$file" 2>&1) in
                        "$name=$version" | "$name:all=$version" | "$name:$(dpkg --print-architecture)=$version")
                            echo "$file"
                            return ;;
                    esac
                done
                echo "$from has no readable package file of $1" >&2
                return 1
            }
            """;

    /// What stands in a directory is installed as files; what they depend on beyond it, apt gets as ever.
    private static final String FROM_FILES = """
            get() {
                local one files=()
                for one in "${packages[@]}"; do
                    files+=("$(file_of "$one")") || return 1
                done
                apt "$@" install "${files[@]}"
            }
            """;

    private static final String FROM_SOURCES = """
            get() { apt "$@" install "${packages[@]}"; }
            """;

    /// What is installed apt knows, though no source has it any more, and does not fetch it: so that the sources have
    /// the versions of before is asked by itself.
    private static final String FETCH = """
            get --download-only || { apt-get -q update && get --download-only; }
            if [[ ${#before[@]} != 0 ]]; then
                apt-get -q --print-uris download "${before[@]}" >/dev/null
                apt --download-only --reinstall install "${before[@]}"
            fi
            """;

    private static final String LOOK = """
            for one in "${packages[@]}" "${before[@]}"; do
                file=$(file_of "$one")
                dpkg-deb --contents "$file" >/dev/null
            done
            get --download-only
            """;

    /// What `policy-rc.d` forbids is forbidden to maintainer scripts of this install only, so that one which stays
    /// behind, because the install was cut off, is in nobody's way. One that is somebody else's decides itself.
    private static final String INSTALL = """
            policy=${DPKG_ROOT-}/usr/sbin/policy-rc.d
            ours='# Of Baton, while it installs: maintainer scripts of its own installs start and stop no service.'
            trap '! grep -qsxF "$ours" "$policy" || rm -f "$policy"' EXIT
            if ! installed "${packages[@]}"; then
                if [[ ! -e $policy && ! -L $policy ]]; then
                    printf '%s\\n' '#!/bin/sh' "$ours" '[ -z "$BATON_INSTALLS" ] || exit 101' >"$policy.baton"
                    chmod 755 "$policy.baton"
                    mv -T "$policy.baton" "$policy"
                fi
                { get && installed "${packages[@]}"; } || { dpkg --force-confold --configure -a && get; }
                installed "${packages[@]}" || { echo "not installed as wanted: ${packages[*]}" >&2; exit 1; }
            fi
            [[ ! -e ${DPKG_ROOT-}/run/reboot-required ]] || echo "baton: restart required"
            """;

    /// A user of the machine that the command runs on, with that user's groups and home.
    private static final String AS = """
            entry=$(getent passwd "$user") || { echo "there is no user $user here" >&2; exit 1; }
            IFS=: read -r _ _ uid gid _ home _ <<<"$entry"
            exec setpriv --reuid="$uid" --regid="$gid" --init-groups env HOME="$home" USER="$user" LOGNAME="$user" \
            """;

    private PayloadScripts() {}

    /// Returns what has another user than that of the daemon run a command, in the environment that it has otherwise.
    static Command as(String user, Command run) {
        return new Command("user=" + quoted(user) + "\n" + AS + "bash -c " + quoted(run.line()));
    }

    /// Returns what verifies an archive and unpacks it into a directory that is there as a whole or not at all.
    ///
    /// @param strip how many leading directories of its names are left out
    static Command unpack(String file, String sha256, int strip, String into) {
        return script("file=" + quoted(file) + " sha256=" + sha256 + " strip=" + strip + " into=" + quoted(into),
                UNPACK);
    }

    /// Returns what does that, where the directory of before is there: the way back needs it.
    static Command unpackBeside(Command unpack, String was) {
        return new Command(unpack.line() + "was=" + quoted(was) + "\n"
                + "[[ -d $was ]] || fail \"$was, to which the way back leads, is no directory\"\n");
    }

    /// Returns what points a symbolic link to a directory, at one moment; where the directory may be missing, after
    /// what makes it.
    static Command link(Optional<Command> first, String directory, String link) {
        String switched = "to=" + quoted(directory) + " link=" + quoted(link);
        return first.map(unpack -> new Command(unpack.line() + switched + "\n" + LINK))
                .orElseGet(() -> script(switched, LINK));
    }

    /// Returns what fails where a file has not that digest.
    static Command check(String file, String sha256) {
        return script("file=" + quoted(file) + " sha256=" + sha256, CHECK);
    }

    /// Returns a command of an operator's that runs only after a check, in a shell as it would have without it.
    static Command checked(Command check, Command run) {
        return new Command("(\n" + check.line() + ") || exit 1\n" + run.line());
    }

    /// Returns what brings packages to the node, those of before too, and changes nothing that is installed.
    ///
    /// @param from the directory of their files; empty: apt knows where
    static Command fetch(List<String> packages, List<String> before, Optional<String> from) {
        String words = array("packages", packages) + " " + array("before", before);
        return from.map(directory -> script(words + " from=" + quoted(directory), APT + FILES + FROM_FILES + LOOK))
                .orElseGet(() -> script(words, APT + FROM_SOURCES + FETCH));
    }

    /// Returns what installs exactly these versions.
    ///
    /// @param from the directory of their files; empty: apt knows where
    static Command installed(List<String> packages, Optional<String> from) {
        String words = array("packages", packages);
        return from.map(directory -> script(words + " from=" + quoted(directory), APT + FILES + FROM_FILES + INSTALL))
                .orElseGet(() -> script(words, APT + FROM_SOURCES + INSTALL));
    }

    /// A pipe that fails, a variable that is not set, a command that fails: each ends the script.
    private static Command script(String words, String script) {
        return new Command("set -euo pipefail\n" + words + "\n" + script);
    }

    private static String array(String name, List<String> words) {
        return name + "=(" + words.stream().map(Command::quoted).collect(Collectors.joining(" ")) + ")";
    }
}
