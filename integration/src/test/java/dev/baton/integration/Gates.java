package dev.baton.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// Gates through which every command of an upgrade goes: each can be closed, so that the next one who comes waits
/// there, and be told to fail.
///
/// ```
/// wait-WORD   closed, with a number; who comes writes its node into at-NUMBER and waits until that number is gone
/// fail-WORD   who comes fails
/// ```
record Gates(Path directory) {

    private static final String SCRIPT = """
            #!/bin/bash
            # gate.sh <word>
            cd "$(dirname "$0")" || exit 1
            [[ -e fail-$1 ]] && { echo "the $1 is made to fail"; exit 1; }
            number=$(cat "wait-$1" 2> /dev/null) || exit 0
            echo "$BATON_NODE" > ".at-$number" && mv ".at-$number" "at-$number"
            while [[ $(cat "wait-$1" 2> /dev/null) == "$number" ]]; do sleep 0.05; done
            exit 0
            """;
    /// Kills the conversion once the old data is written out and the new is not there yet.
    private static final String CUT = """
            #!/bin/bash
            # convert.sh <data>
            here=$(dirname "$0")
            if [[ ! -e $here/cut-convert ]]; then
                "$here/gate.sh" convert || exit 1
                exec "$H2_HOME"/h2-convert.sh "$1"
            fi
            "$H2_HOME"/h2-convert.sh "$1" &
            until [[ -s $1/.convert/db.sql ]]; do kill -0 $! || exit 1; sleep 0.01; done
            kill -9 $!
            echo "the conversion is killed half-way"
            exit 1
            """;

    /// Lays the gates around the commands of a cluster's kind and upgrade, and returns the upgrade.
    static Gates around(LiveCluster cluster) throws IOException, InterruptedException {
        Path files = cluster.local().clusterFile().getParent();
        Gates gates = new Gates(Files.createDirectories(files.resolve("gates")));
        script(gates.directory.resolve("gate.sh"), SCRIPT);
        script(gates.directory.resolve("convert.sh"), CUT);
        Path kind = files.resolve("kinds").resolve("h2.yaml");
        Files.writeString(kind, Files.readString(kind).replace("run: '\"$H2_HOME\"/h2-convert.sh \"{data}\"'",
                "run: '\"" + gates.directory + "/convert.sh\" \"{data}\"'"));
        cluster.done("config", "apply", "-f", cluster.local().clusterFile().toString());
        return gates;
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// Returns the upgrade with its commands behind the gates, a stop before the first install, and no need of a larger
    /// disk than the smallest of these machines has.
    String upgrade(String plain) {
        String gate = "'\"" + directory + "/gate.sh\" ";
        return plain.replace("    install:   '", "    prepare:   " + gate + "prepare'\n    install:   " + gate
                + "install && ").replace("    self-test: '", "    self-test: " + gate + "self-test && ")
                .replace("disk: 100MB", "disk: 10MB") + "stop-before: [first-install]\n";
    }

    /// Closes a gate; whoever waits at it may go.
    void close(String word, int number) throws IOException {
        Path fresh = Files.writeString(directory.resolve(".wait-" + word), number + "\n");
        Files.move(fresh, directory.resolve("wait-" + word), StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Opens a gate.
    void open(String word) throws IOException {
        Files.deleteIfExists(directory.resolve("wait-" + word));
    }

    /// Returns whether somebody has come to a closed gate.
    boolean reached(int number) {
        return Files.exists(directory.resolve("at-" + number));
    }

    /// Returns the node that came.
    String node(int number) throws IOException {
        return Files.readString(directory.resolve("at-" + number)).strip();
    }

    /// Lets what comes to a gate fail, or be cut off half-way.
    void spoil(String how, boolean so) throws IOException {
        if (so) {
            Files.write(directory.resolve(how), List.of());
        } else {
            Files.deleteIfExists(directory.resolve(how));
        }
    }
}
