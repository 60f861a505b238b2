package dev.baton.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A disk with an ext4 file system that several machines can mount, and must not at the same time: one file, and for
/// each machine a loop device of its own with caches of its own, so that two mounts at once would break it as they
/// would break a disk on a storage network.
///
/// Needs root, losetup and e2fsprogs.
///
/// @param group whose data it has
/// @param file  behind all devices
/// @param loops of each machine
record SharedDisk(String group, Path file, SortedMap<String, Path> loops) {

    private static final Pattern MOUNTS = Pattern.compile("Mount count: +(\\d+)");

    /// Makes one.
    ///
    /// @param image    of the file system, which is copied
    /// @param file     to be made
    /// @param farewell a script that will take the devices away
    /// @throws IOException if it cannot be made
    static SharedDisk make(String group, Path image, Path file, List<String> machines, Path farewell)
            throws IOException {
        run("cp", "--sparse=always", image.toString(), file.toString());
        SortedMap<String, Path> loops = new TreeMap<>();
        for (String machine : machines) {
            Path loop = Path.of(run("losetup", "--find", "--show", file.toString()).strip());
            loops.put(machine, loop);
            Files.writeString(farewell, "losetup --detach " + loop + "\n", StandardOpenOption.APPEND);
        }
        return new SharedDisk(group, file, loops);
    }

    /// Runs a program that must succeed, and returns what it said.
    static String run(String... command) throws IOException {
        try {
            Command ended = Command.run(Map.of("LC_ALL", "C"), List.of(command));
            if (ended.exit() != 0) {
                throw new IOException(ended.toString());
            }
            return ended.out();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /// Returns the device of a machine.
    Path loop(String machine) {
        return Objects.requireNonNull(loops.get(machine), "no machine " + machine);
    }

    /// Returns whether a machine has it mounted, in whatever view: the kernel shows each ext4 file system by its
    /// device until it is written out.
    boolean isMounted(String machine) {
        return Files.exists(Path.of("/sys/fs/ext4").resolve(loop(machine).getFileName()));
    }

    /// Returns how often it was mounted since it was made, as the file system itself counts. For an unmounted one.
    int mounts() throws IOException {
        Matcher count = MOUNTS.matcher(run("dumpe2fs", "-h", file.toString()));
        if (!count.find()) {
            throw new IOException(file + " has no count of its mounts");
        }
        return Integer.parseInt(count.group(1));
    }

    /// Returns what is wrong with the file system, as fsck says; empty when it is clean. For an unmounted one.
    String faults() throws IOException {
        try {
            Command check = Command.run(Map.of("LC_ALL", "C"), List.of("e2fsck", "-f", "-n", file.toString()));
            return check.exit() == 0 ? "" : check.toString();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
