package dev.baton.agent.resource;

import dev.baton.core.model.Command;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A service of the machine's systemd, run through `systemctl`, which speaks to it over its bus. Its processes live
/// where systemd puts them, so what the guard ends it by is its release: every process of the unit is killed, and the
/// unit stopped.
///
/// While it is a resource nobody else may start it: an enabled unit is refused, and `Restart=no` is written beside it
/// below `/run` before the first start, so that systemd does not undo what the guard did.
///
/// @param unit its full name, such as `nginx.service` or `postgresql@15-main.service`
record SystemdUnit(String unit) implements Actions {

    private static final Pattern TYPE = Pattern.compile("systemd:([A-Za-z0-9@_.:-]+?)(\\.service)?");

    /// What the actions have in common. The tasks of a unit that is not active any more are what it left behind: then
    /// its cgroup still stands, below one of the places where a hierarchy that systemd uses is mounted.
    private static final String COMMON = """
            unit='%s'
            here() { [[ -d /run/systemd/system ]]; }
            look() {
                local key value
                load= active= group=
                while IFS='=' read -r key value; do
                    case $key in
                        LoadState) load=$value ;;
                        ActiveState) active=$value ;;
                        ControlGroup) group=$value ;;
                    esac
                done < <(systemctl show -p LoadState,ActiveState,ControlGroup -- "$unit")
                [[ -n $active ]] || { echo 'systemd does not answer'; exit 1; }
            }
            left() {
                local root
                [[ -n $group && $group != / ]] || return 1
                for root in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
                    [[ -d $root$group && -n $(find "$root$group" -name cgroup.procs -exec cat {} + 2>/dev/null) ]] \\
                        && return 0
                done
                return 1
            }
            """;

    private static final String START = """
            here || { echo 'no systemd runs here'; exit 5; }
            look
            [[ $load == loaded ]] || { echo "systemd has no unit $unit ($load)"; exit 5; }
            case $(systemctl is-enabled -- "$unit" 2>/dev/null) in
                enabled | enabled-runtime)
                    echo "$unit is enabled, so systemd starts it beside the cluster: systemctl disable $unit"
                    exit 6
                    ;;
            esac
            own=/run/systemd/system/$unit.d/50-baton.conf
            if [[ ! -e $own ]]; then
                mkdir -p "${own%/*}" && printf '[Service]\\nRestart=no\\n' >"$own.new" && mv "$own.new" "$own" \\
                    && systemctl daemon-reload || exit 1
            fi
            systemctl start -- "$unit" || exit 1
            """;

    private static final String MONITOR = """
            here || exit 7
            look
            case $active in
                active | reloading | refreshing) exit 0 ;;
                inactive | failed)
                    left && { echo "$unit is $active, and left processes in $group"; exit 1; }
                    exit 7
                    ;;
            esac
            echo "$unit is $active"
            exit 1
            """;

    private static final String STOP = """
            here || exit 0
            systemctl stop -- "$unit" || { look; [[ $load == not-found ]] || exit 1; }
            """;

    private static final String RELEASE = """
            here || exit 0
            systemctl kill --signal=KILL -- "$unit" 2>/dev/null
            look
            if left; then
                find {/sys/fs/cgroup,/sys/fs/cgroup/systemd,/sys/fs/cgroup/unified}"$group" -name cgroup.procs \\
                    -exec cat {} + 2>/dev/null | xargs -r kill -KILL 2>/dev/null
            fi
            systemctl stop -- "$unit" 2>/dev/null
            systemctl reset-failed -- "$unit" 2>/dev/null
            look
            [[ $active == inactive || $active == failed ]] && ! left
            """;

    /// Returns the unit that a resource type names; empty when the type is no systemd type.
    static Optional<SystemdUnit> of(String type) {
        Matcher matcher = TYPE.matcher(type);
        return matcher.matches() ? Optional.of(new SystemdUnit(matcher.group(1) + ".service")) : Optional.empty();
    }

    @Override
    public Command command(String action, SortedMap<String, String> parameters) {
        return script(switch (action) {
            case "start" -> START;
            case "stop" -> STOP;
            case "monitor" -> MONITOR;
            default -> throw new IllegalArgumentException("no action of a unit: " + action);
        });
    }

    @Override
    public Command release(SortedMap<String, String> parameters) {
        return script(RELEASE);
    }

    private Command script(String action) {
        return new Command(COMMON.replace("%s", unit) + action);
    }

    @Override
    public SortedMap<String, String> environment(String instance, SortedMap<String, String> parameters, String action,
            Duration within, Duration every) {
        return new TreeMap<>(PLAIN);
    }
}
