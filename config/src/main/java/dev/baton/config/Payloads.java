package dev.baton.config;

import dev.baton.core.model.Command;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a product of an upgrade brings to a node: commands as the operator wrote them, or a payload of a known type,
/// which [PayloadScripts] makes into such commands. What follows from a payload knows nothing of its type.
///
/// @param prepare while the node still serves
/// @param install on the empty node
/// @param undo    brings back what was before
record Payloads(Optional<Command> prepare, Command install, Optional<Command> undo) {

    private static final String[] TYPES = {"debian", "archive", "firmware"};

    private static final String ALL = "`install:`, `debian:`, `archive:` or `firmware:`";
    private static final Command NONE = new Command("false");

    /// One version of one package; another architecture than the machine's is named, as apt names it.
    private static final Pattern PACKAGE = Pattern.compile(
            "[a-z0-9][a-z0-9+.-]+(:[a-z0-9][a-z0-9-]*)?=[0-9][A-Za-z0-9.+~:-]*");

    /// Without `.`, `..`, empty names and a slash at its end: what is beside it is named by adding to it.
    private static final Pattern PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[^/]+)+", Pattern.DOTALL);

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    /// A user's name as Debian's adduser takes it.
    private static final Pattern USER = Pattern.compile("[a-z_][a-z0-9_-]{0,31}");

    /// Returns what a product brings; what it cannot bring so is noted as mistakes.
    ///
    /// @param restarts whether machines restart after the installs, or may
    static Payloads of(Field product, boolean restarts) {
        Payloads payload = brought(product, restarts);
        if (product.find("debian").isPresent()) {
            refuse(product, "as", "`debian:` installs as root");
        }
        return user(product).map(user -> new Payloads(payload.prepare.map(run -> PayloadScripts.as(user, run)),
                PayloadScripts.as(user, payload.install), payload.undo.map(run -> PayloadScripts.as(user, run))))
                .orElse(payload);
    }

    /// Returns what tells whether the node is well, run by the same user.
    static Optional<Command> selfTest(Field product) {
        return command(product, "self-test").map(run -> user(product).map(user -> PayloadScripts.as(user, run))
                .orElse(run));
    }

    private static Optional<String> user(Field product) {
        return product.find("as").map(field -> field.as(matching(USER, "expected the name of a user"), "nobody"));
    }

    private static Payloads brought(Field product, boolean restarts) {
        List<String> given = Stream.of(TYPES).filter(type -> product.find(type).isPresent()).toList();
        if (given.isEmpty()) {
            if (product.find("install").isEmpty()) {
                product.mistake("field `install` is missing, or a payload in its place: " + ALL);
            }
            return new Payloads(command(product, "prepare"), command(product, "install").orElse(NONE),
                    command(product, "undo"));
        }
        String type = given.getFirst();
        given.stream().skip(1).forEach(second -> refuse(product, second, "`" + type + ":` says already what is "
                + "installed; a product has one of " + ALL));
        refuse(product, "install", "`" + type + ":` installs the product itself; a product has one of " + ALL);
        refuse(product, "prepare", "`" + type + ":` prepares the node itself");
        Field payload = product.need(type);
        Payloads derived = switch (type) {
            case "debian" -> debian(payload);
            case "archive" -> archive(payload);
            default -> firmware(payload, restarts);
        };
        if (derived.undo.isPresent()) {
            refuse(product, "undo", "`" + type + ":` undoes it itself: leave out this one, or its `"
                    + (type.equals("debian") ? "undo-packages" : "was") + "`");
            return derived;
        }
        return new Payloads(derived.prepare, derived.install, command(product, "undo"));
    }

    /// `debian: {packages: ["postgresql-15=15.19-0+deb12u1"], from: /srv/debs, undo-packages: [...]}`.
    private static Payloads debian(Field payload) {
        payload.only("packages", "from", "undo-packages");
        payload.need("packages");
        List<String> packages = packages(payload, "packages");
        List<String> before = packages(payload, "undo-packages");
        Optional<String> from = payload.find("from").map(Payloads::path);
        return new Payloads(Optional.of(PayloadScripts.fetch(packages, before, from)),
                PayloadScripts.installed(packages, from),
                before.isEmpty() ? Optional.empty() : Optional.of(PayloadScripts.installed(before, from)));
    }

    private static List<String> packages(Field payload, String name) {
        List<String> packages = payload.find(name).map(Field::items).orElse(List.of()).stream()
                .map(item -> item.as(matching(PACKAGE, "expected a package with its version, such as "
                        + "postgresql-15=15.19-0+deb12u1"), "x=0")).toList();
        payload.find(name).filter(_ -> packages.isEmpty()).ifPresent(field -> field.mistake("names no package"));
        return packages;
    }

    /// `archive: {file: /srv/h2-2.5.tar.gz, sha256: ..., into: /opt/h2/2.5, link: /opt/h2/current, was: /opt/h2/1.4}`.
    private static Payloads archive(Field payload) {
        payload.only("file", "sha256", "strip", "into", "link", "was");
        String file = path(payload.need("file"));
        String sha256 = sha256(payload.need("sha256"));
        int strip = payload.find("strip").map(field -> field.as(Payloads::levels, 0)).orElse(0);
        String into = path(payload.need("into"));
        String link = path(payload.need("link"));
        Optional<String> was = payload.find("was").map(Payloads::path);
        if (payload.find("into").isPresent() && within(into, link)) {
            payload.need("link").mistake("the link and the directory `into` stand beside each other; " + link + " and "
                    + into + " do not");
        }
        payload.find("was").filter(_ -> was.equals(Optional.of(into))).ifPresent(field ->
                field.mistake("it is `into` itself; `was` is the directory that the link pointed to before"));
        Command unpack = PayloadScripts.unpack(file, sha256, strip, into);
        return new Payloads(Optional.of(was.map(before -> PayloadScripts.unpackBeside(unpack, before)).orElse(unpack)),
                PayloadScripts.link(Optional.of(unpack), into, link),
                was.map(before -> PayloadScripts.link(Optional.empty(), before, link)));
    }

    private static boolean within(String one, String other) {
        return (one + "/").startsWith(other + "/") || (other + "/").startsWith(one + "/");
    }

    /// `firmware: {run: "flash /srv/bios.bin", file: /srv/bios.bin, sha256: ...}`.
    private static Payloads firmware(Field payload, boolean restarts) {
        payload.only("run", "file", "sha256");
        Command run = payload.need("run").as(Command::new, NONE);
        Optional<String> file = payload.find("file").map(Payloads::path);
        Optional<String> sha256 = payload.find("sha256").map(Payloads::sha256);
        if (file.isPresent() != sha256.isPresent()) {
            payload.mistake("`file` and `sha256` belong together: the file is flashed only if it has that digest");
        }
        if (!restarts) {
            payload.mistake("firmware runs after a restart of its machine only: the upgrade needs `restart: always` "
                    + "or `restart: if-required`");
        }
        Optional<Command> check = file.flatMap(name -> sha256.map(digest -> PayloadScripts.check(name, digest)));
        return new Payloads(check, check.map(before -> PayloadScripts.checked(before, run)).orElse(run),
                Optional.empty());
    }

    private static Optional<Command> command(Field product, String name) {
        return product.find(name).map(field -> field.as(Command::new, NONE));
    }

    private static void refuse(Field product, String name, String why) {
        product.find(name).ifPresent(field -> field.mistake(why));
    }

    /// Returns a path that means the same file from wherever it is read, on every node.
    private static String path(Field field) {
        return field.as(matching(PATH, "expected an absolute path without `.`, `..` and a slash at its end"), "/x");
    }

    private static String sha256(Field field) {
        return field.as(text -> matching(SHA256, "expected a digest of 64 hexadecimal digits, as sha256sum prints it")
                .apply(text.toLowerCase(Locale.ROOT)), "0".repeat(64));
    }

    private static int levels(String text) {
        return Integer.parseInt(matching(Pattern.compile("[0-9]"), "expected a number from 0 to 9").apply(text));
    }

    private static Function<String, String> matching(Pattern pattern, String expected) {
        return text -> {
            if (!pattern.matcher(text).matches()) {
                throw new IllegalArgumentException(expected + ", not '" + text + "'");
            }
            return text;
        };
    }
}
