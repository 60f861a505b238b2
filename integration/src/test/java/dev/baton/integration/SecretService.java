package dev.baton.integration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A service that cannot be rolled, of real processes: one master at a time, a slave on each node and a user outside
/// the cluster that refer to it by its name, `cluster` or a node's. `secretd.pl` says what each does.
///
/// @param directory of everything: who refers to whom, what each was told last, who is silent
record SecretService(Path directory, List<Process> slaves) implements AutoCloseable {

    /// The user outside the cluster.
    static final String OUTSIDE = "app1";

    private static final String KIND = """
            kind: secret
            product: secret
            resources:
              master:
                type: process
                with:
                  run:   'exec perl %1$s/secretd.pl master %1$s cluster $BATON_NODE'
                  ready: 'perl %1$s/secretd.pl ask %1$s cluster'
            version: 'cat "%1$s/version-$BATON_NODE"'
            data: compatible
            backup: {run: 'date > %1$s/saved'}
            upgrade: detach
            detach:
              quiesce:
                - {on: node2, run: 'touch %1$s/silent-node2', undo: 'rm -f %1$s/silent-node2',
                   check: 'grep -qx silent %1$s/slave-node2'}
                - {on: leader, run: 'touch %1$s/no-maintenance', undo: 'rm -f %1$s/no-maintenance',
                   check: 'test -e %1$s/no-maintenance'}
                - {on: "ssh:app1", run: 'touch %1$s/silent-app1', undo: 'rm -f %1$s/silent-app1',
                   check: 'grep -qx silent %1$s/slave-app1'}
              run:    'sh %1$s/alone'
              attach: 'sh %1$s/again'
              check:  'perl %1$s/secretd.pl ask %1$s cluster | grep -q "on $BATON_NODE,"'
              takes:  1s
            """;
    private static final String REFER = """
            for one in %2$s; do
                echo "$to" > "%1$s/refers-$one.new" && mv "%1$s/refers-$one.new" "%1$s/refers-$one"
            done
            """;
    private static final String ALONE = """
            to=$BATON_NODE
            if ! perl %1$s/secretd.pl ask %1$s "$to" > /dev/null; then
                setsid perl %1$s/secretd.pl master %1$s "$to" "$to" > /dev/null 2>&1 < /dev/null &
                echo $! > %1$s/alone.pid
                until perl %1$s/secretd.pl ask %1$s "$to" > /dev/null; do sleep 0.1; done
            fi
            """ + REFER;
    private static final String AGAIN = """
            to=cluster
            if [ -e %1$s/alone.pid ]; then
                kill "$(cat %1$s/alone.pid)"
                while kill -0 "$(cat %1$s/alone.pid)" 2> /dev/null; do sleep 0.1; done
                rm %1$s/alone.pid
            fi
            """ + REFER;
    /// Stands for the way to another machine, and notes what goes there.
    private static final String SSH = """
            #!/bin/sh
            echo "$*" >> %1$s/ssh-calls
            while [ "$1" != -- ]; do shift; done
            [ "$2" = app1 ] || exit 255
            exec sh -c "$3"
            """;
    /// An installer that waits where somebody asks it to.
    private static final String PRODUCT = """
              - product: secret
                from: ">=1 <2"
                to:   2
                install: 'while [ -e %1$s/wait-$BATON_NODE ]; do sleep 0.1; done; echo 2 > %1$s/version-$BATON_NODE'
                undo:    'echo 1 > %1$s/version-$BATON_NODE'
                takes: 2s
            """;

    /// Lays everything out.
    static SecretService in(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("bin"));
        try (InputStream program = SecretService.class.getResourceAsStream("secret/secretd.pl")) {
            Files.write(directory.resolve("secretd.pl"), Objects.requireNonNull(program).readAllBytes());
        }
        Path ssh = Files.writeString(directory.resolve("bin/ssh"), SSH.formatted(directory));
        if (!ssh.toFile().setExecutable(true)) {
            throw new IOException(ssh + " cannot be made executable");
        }
        return new SecretService(directory, new ArrayList<>());
    }

    /// Returns what the daemons' environment needs, so that this `ssh` is found first.
    List<String> variables() {
        return List.of("PATH=" + directory.resolve("bin") + ":" + System.getenv("PATH"));
    }

    /// Gives every node version 1 and a slave, and lets the cluster run the master on the first node.
    void begin(LiveCluster cluster) throws IOException, InterruptedException {
        List<String> nodes = cluster.local().shape().nodeNames();
        String all = String.join(" ", nodes);
        Files.writeString(directory.resolve("alone"), ALONE.formatted(directory, all));
        Files.writeString(directory.resolve("again"), AGAIN.formatted(directory, all));
        for (String who : Stream.concat(nodes.stream(), Stream.of(OUTSIDE)).toList()) {
            Files.writeString(directory.resolve("version-" + who), "1\n");
            Files.writeString(directory.resolve("refers-" + who), "cluster\n");
            slaves.add(new ProcessBuilder("perl", directory.resolve("secretd.pl").toString(), "slave",
                    directory.toString(), who).redirectErrorStream(true)
                    .redirectOutput(directory.resolve("slave-" + who + ".log").toFile()).start());
        }
        Files.writeString(cluster.local().clusterFile().resolveSibling("kinds").resolve("secret.yaml"),
                KIND.formatted(directory));
        Path file = cluster.local().clusterFile().resolveSibling("with-secret.yaml");
        Files.writeString(file, Files.readString(cluster.local().clusterFile()).replace("one-group-per-node: true",
                "one-group-per-node: no") + "  secret1: {kind: secret, prefer: [node1]}\n");
        cluster.done("config", "apply", "-f", file.toString());
        cluster.await("every slave is served", () -> cluster.isOnline("secret1") && isServedBy("cluster", nodes));
    }

    /// Returns the part of an upgrade that is about it.
    String product() {
        return PRODUCT.formatted(directory);
    }

    /// Lets the installer on a node wait, or go on.
    void hold(String node, boolean wait) throws IOException {
        Path file = directory.resolve("wait-" + node);
        if (wait) {
            Files.writeString(file, "");
        } else {
            Files.delete(file);
        }
    }

    /// Returns whether each of these was answered last by the master of that name.
    boolean isServedBy(String master, List<String> slaves) {
        return slaves.stream().allMatch(slave -> told(slave).startsWith("secret of " + master + " on "));
    }

    /// Returns what one was told last.
    String told(String slave) {
        return read("slave-" + slave).strip();
    }

    /// Returns every master so far, as `<name> on <node>`.
    List<String> masters() {
        return read("masters").lines().toList();
    }

    /// Returns the notes of masters that met another.
    List<String> conflicts() {
        return read("two-masters").lines().toList();
    }

    /// Returns who is silent.
    List<String> silent() {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("silent-")
                    || name.equals("no-maintenance")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String read(String name) {
        try {
            return Files.exists(directory.resolve(name)) ? Files.readString(directory.resolve(name)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        slaves.forEach(Process::destroyForcibly);
        String alone = read("alone.pid").strip();
        if (!alone.isEmpty()) {
            ProcessHandle.of(Long.parseLong(alone)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
