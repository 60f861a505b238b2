package dev.baton.agent.linux;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A run directory with the real scripts, as one user. Written without the host adapter, so that the scripts are judged
/// by their files alone.
final class GuardedNode implements AutoCloseable {

    /// Whose processes: those of the user who runs the tests, or, when that is root, an ordinary user's too.
    enum User {
        ME(List.of()),
        NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

        private final List<String> prefix;

        User(List<String> prefix) {
            this.prefix = prefix;
        }
    }

    static final long PERIOD = 200;
    static final long MARGIN = 1000;

    /// Bash code that defines `note <name>`, with which a process leaves its number, seen from outside, for [#noted].
    static final String NOTE = "note() { read -r pid _ </proc/self/stat; echo $pid >$DIR/.$1;"
            + " mv $DIR/.$1 $DIR/$1; }; ";

    private final User user;
    private final Path top;
    private final Path run;
    private final List<ProcessStamp> started = new ArrayList<>();

    GuardedNode(User user) {
        this.user = user;
        Awaitility.setDefaultPollInterval(20, MILLISECONDS);
        Awaitility.setDefaultTimeout(LinuxMachine.PATIENCE);
        try {
            top = Files.createTempDirectory("baton-guard");
            run = Files.createDirectory(top.resolve("run"));
            Scripts.install(top.resolve("bin"));
            Files.createDirectory(top.resolve("work"));
            if (user == User.NOBODY) {
                new ProcessBuilder("chmod", "755", top.toString()).start().waitFor();
                new ProcessBuilder("chown", "-R", "65534:65534", top.toString()).start().waitFor();
            }
            write("margin", Long.toString(MARGIN));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean amRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /// The boot-time in ms as the guard sees it.
    static long now() {
        try {
            return Long.parseLong(Files.readString(Path.of("/proc/uptime")).split(" ")[0].replace(".", "")) * 10;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path path(String name) {
        return run.resolve(name);
    }

    Path work() {
        return top.resolve("work");
    }

    /// Lets the lease end `ms` from now; returns the deadline.
    long renew(long ms) {
        long deadline = now() + ms;
        write("deadline", Long.toString(deadline));
        return deadline;
    }

    /// Writes a file of the run directory by rename.
    void write(String name, String content) {
        try {
            Path target = path(name);
            Files.createDirectories(target.getParent());
            Path fresh = target.resolveSibling("." + target.getFileName() + ".new");
            Files.writeString(fresh, content + "\n");
            if (user == User.NOBODY) {
                UserPrincipal owner = Files.getOwner(run);
                for (Path path = fresh; !path.equals(run); path = path.getParent()) {
                    Files.setOwner(path, owner);
                }
            }
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.readString(path(name));
        } catch (IOException e) {
            return "";
        }
    }

    /// Starts a guard, and returns when it guards.
    ProcessStamp startGuard() {
        exec("bash", "-p", script("guard.sh"), run.toString());
        return guard();
    }

    ProcessStamp guard() {
        await().until(() -> readGuard().filter(ProcessStamp::lives).isPresent());
        ProcessStamp guard = readGuard().orElseThrow();
        started.add(guard);
        return guard;
    }

    Optional<ProcessStamp> readGuard() {
        return ProcessStamp.parse(read("guard.pid"));
    }

    /// Starts bash code as resource `entry`, such as `g/1-database`; `DIR` is the work directory.
    Process launch(String entry, String how, String holding, String code) {
        return launch(entry, how, holding, "bash", "-c", code);
    }

    Process launch(String entry, String how, String holding, String... command) {
        return start(Stream.concat(
                Stream.of("bash", "-p", script("launch.sh"), run.toString(), "held/" + entry, how, holding),
                Arrays.stream(command)).toArray(String[]::new));
    }

    /// Starts a command as the node's user, outside everything held.
    Process start(String... command) {
        try {
            List<String> line = new ArrayList<>(user.prefix);
            line.addAll(List.of(command));
            ProcessBuilder builder = new ProcessBuilder(line).directory(top.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(top.resolve("output").toFile()));
            builder.environment().put("DIR", work().toString());
            Process process = builder.start();
            ProcessStamp.of(process.pid()).ifPresent(started::add);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exec(String... command) {
        return end(start(command));
    }

    static int end(Process process) {
        await().until(() -> !process.isAlive());
        return process.exitValue();
    }

    String script(String name) {
        return top.resolve("bin").resolve(name).toString();
    }

    String output() {
        try {
            return Files.readString(top.resolve("output"));
        } catch (IOException e) {
            return "";
        }
    }

    /// Waits until a process of the workload has noted its number in file `name` of the work directory.
    ProcessStamp noted(String name) {
        await().until(() -> Files.exists(work().resolve(name)));
        try {
            ProcessStamp stamp = ProcessStamp.of(Long.parseLong(Files.readString(work().resolve(name)).strip()))
                    .orElseThrow();
            started.add(stamp);
            return stamp;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Waits until the guard has logged `what`; returns the boot-time in ms at which it did so first.
    long logged(String what) {
        await().until(() -> read("guard.log").contains(what));
        Matcher line = Pattern.compile("(?m)^(\\d+) .*" + Pattern.quote(what)).matcher(read("guard.log"));
        if (!line.find()) {
            throw new IllegalStateException(read("guard.log"));
        }
        return Long.parseLong(line.group(1));
    }

    void signal(ProcessStamp process, String name) {
        if (process.lives()) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        readGuard().ifPresent(guard -> {
            signal(guard, "CONT");
            forgetReleases();
            write("deadline", "0");
            write("guard.stop", "");
            try {
                await().atMost(5, SECONDS).pollInterval(20, MILLISECONDS).until(() -> !guard.lives());
            } finally {
                signal(guard, "KILL");
            }
        });
        started.forEach(process -> signal(process, "KILL"));
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forgetReleases() {
        try (Stream<Path> all = Files.walk(run)) {
            all.filter(path -> path.endsWith("release")).forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "guard.log:\n" + read("guard.log") + "output:\n" + output();
    }
}
