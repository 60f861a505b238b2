package dev.baton.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What groups of one sort have in common: the product that opens their data, and how an upgrade treats them.
///
/// @param id                 its name
/// @param product            what opens the data
/// @param data               which formats a version of the product can open
/// @param formatParts        how many leading parts of a product version name its format: 2 makes `1.4` of `1.4.200`
/// @param trustMixedFailover whether a failover between different product versions counts as cover
/// @param failoverMayConvert whether a failover may itself convert the data (one-way, hence an explicit consent)
/// @param upgrade            how an upgrade treats the groups
/// @param convert            the one-way step that changes the format, when there is one
/// @param backup             how the data is saved and brought back, when there is a way
/// @param version            the command that prints the version of the product installed on a node
/// @param format             the command that prints the format of a group's data; the data's own word is the truth
/// @param detach             how a group leaves the cluster's control for an upgrade, and returns, when that is its way
/// @param check              on the owner: the application's own word that a group serves, where it has one
/// @param clients            how a client would find that a group serves, where that can be asked
/// @param fingerprint        what of a group's data a change of a node must leave as it is, where that can be read
public record Kind(KindId id, ProductId product, DataMode data, int formatParts, boolean trustMixedFailover,
        boolean failoverMayConvert, UpgradeMode upgrade, Optional<Convert> convert, Optional<Backup> backup,
        Optional<Command> version, Optional<Command> format, Optional<Detach> detach, Optional<Command> check,
        Optional<ClientProbe> clients, Optional<Fingerprint> fingerprint) {

    /// How long a backup takes of which nothing is said.
    public static final Duration SAVING_TAKES = Duration.ofMinutes(2);

    /// Makes a kind of whose data nothing is compared.
    public Kind(KindId id, ProductId product, DataMode data, int formatParts, boolean trustMixedFailover,
            boolean failoverMayConvert, UpgradeMode upgrade, Optional<Convert> convert, Optional<Backup> backup,
            Optional<Command> version, Optional<Command> format, Optional<Detach> detach, Optional<Command> check,
            Optional<ClientProbe> clients) {
        this(id, product, data, formatParts, trustMixedFailover, failoverMayConvert, upgrade, convert, backup, version,
                format, detach, check, clients, Optional.empty());
    }

    /// Makes a kind whose applications have no word of their own.
    public Kind(KindId id, ProductId product, DataMode data, int formatParts, boolean trustMixedFailover,
            boolean failoverMayConvert, UpgradeMode upgrade, Optional<Convert> convert, Optional<Backup> backup,
            Optional<Command> version, Optional<Command> format, Optional<Detach> detach) {
        this(id, product, data, formatParts, trustMixedFailover, failoverMayConvert, upgrade, convert, backup, version,
                format, detach, Optional.empty(), Optional.empty());
    }

    /// Makes a kind whose groups never leave the cluster's control, either.
    public Kind(KindId id, ProductId product, DataMode data, int formatParts, boolean trustMixedFailover,
            boolean failoverMayConvert, UpgradeMode upgrade, Optional<Convert> convert, Optional<Backup> backup,
            Optional<Command> version, Optional<Command> format) {
        this(id, product, data, formatParts, trustMixedFailover, failoverMayConvert, upgrade, convert, backup, version,
                format, Optional.empty());
    }

    /// The conversion of a group's data to the format of the product on its owner.
    ///
    /// @param offline     resources that must be offline while it runs
    /// @param online      resources that must be online while it runs
    /// @param run         the command; must be safe to start again when `restartable`
    /// @param restartable whether a conversion that was cut off may simply be started again
    /// @param takes       how long it usually takes; more than zero
    public record Convert(SortedSet<ResourceId> offline, SortedSet<ResourceId> online, Command run, boolean restartable,
            Duration takes) {}

    /// How a group's data is saved.
    ///
    /// @param required whether a conversion needs a fresh backup (law 11)
    /// @param run      makes a backup; it is told the format of the data and the name of the copy
    /// @param restore  brings back the copy of which it is told the name, and the format
    /// @param silence  of who writes to it, while it is saved together with others; absent: nobody has to fall silent
    public record Backup(boolean required, Command run, Optional<Command> restore, Optional<Silence> silence) {

        /// Makes a backup for which nobody falls silent.
        public Backup(boolean required, Command run, Optional<Command> restore) {
            this(required, run, restore, Optional.empty());
        }
    }

    /// Who must not write while groups are saved together.
    ///
    /// @param users who falls silent, in this order, and may write again at the end, in reverse
    /// @param takes how long each of silence, backup and the end of the silence takes; more than zero
    public record Silence(List<Quiesced> users, Duration takes) {
        public Silence {
            users = List.copyOf(users);
        }
    }

    /// How a group leaves the cluster's control, and returns.
    ///
    /// @param quiesce who falls silent before, in this order, and may use the group again at the end, in reverse
    /// @param run     on the owner, where all of the group is offline: makes it the master, outside the cluster
    /// @param attach  on the owner: ends that; the cluster may start the group again
    /// @param check   on the owner: the application's own word that it serves, asked after each move of the drill
    /// @param takes   how long each of silence, backup, detaching, attaching and the end of the silence takes
    public record Detach(List<Quiesced> quiesce, Command run, Command attach, Optional<Command> check, Duration takes) {
        public Detach {
            quiesce = List.copyOf(quiesce);
        }
    }

    /// Whose commands run where the kind says.
    public sealed interface Placed {

        /// In [#on]: where the group is.
        String OWNER = "owner";
        /// In [#on]: where the cluster is led.
        String LEADER = "leader";
        /// In [#on]: before the name of a machine outside the cluster.
        String OUTSIDE = "ssh:";

        /// Returns where: `owner`, `leader`, a node's name, or `ssh:host` outside the cluster.
        String on();

        /// Returns the machine outside the cluster, as ssh takes it, if it is one.
        default Optional<String> host() {
            return on().startsWith(OUTSIDE) ? Optional.of(on().substring(OUTSIDE.length())) : Optional.empty();
        }

        /// Returns the node, if one is named.
        default Optional<NodeId> node() {
            return host().isPresent() || wanders() ? Optional.empty() : Optional.of(new NodeId(on()));
        }

        /// Returns whether another node may be meant later: the owner or the leader of then.
        default boolean wanders() {
            return on().equals(OWNER) || on().equals(LEADER);
        }
    }

    /// Who uses a group and can be silenced.
    ///
    /// @param on    where the commands run
    /// @param run   silences
    /// @param undo  ends the silence
    /// @param check succeeds while it is silent
    public record Quiesced(String on, Command run, Command undo, Optional<Command> check) implements Placed {}

    /// How a client would find that a group serves.
    ///
    /// @param run     succeeds when it does; asked again until then, for a while
    /// @param on      where it runs, in the client's place
    /// @param every   the pause between two attempts; more than zero
    /// @param timeout of one attempt; more than zero
    public record ClientProbe(Command run, String on, Duration every, Duration timeout) implements Placed {

        /// Returns whether the place is the same wherever the group is, so that somebody there sees its outages.
        public boolean stays() {
            return !on.equals(OWNER);
        }
    }

    /// What of a group's data must not change, such as a list of its databases.
    ///
    /// @param run on the owner: what it prints is compared
    public record Fingerprint(Command run) {}

    /// Returns the command that asks the application on a group's owner whether it serves: [#check], or the one of
    /// [#detach].
    public Optional<Command> asks() {
        return check.or(() -> detach.flatMap(Detach::check));
    }

    /// Returns whether anybody can say that its groups serve: the application itself, or one in its clients' place.
    public boolean answers() {
        return asks().isPresent() || clients.isPresent();
    }

    /// Returns who falls silent while the data of a group must not change, before it is detached or saved together with
    /// others, and how long each of that takes; empty where the kind says nothing of it.
    public Optional<Silence> silence() {
        return detach.map(how -> new Silence(how.quiesce(), how.takes())).or(() -> backup.flatMap(Backup::silence));
    }

    /// Returns who falls silent then, in this order.
    public List<Quiesced> users() {
        return silence().map(Silence::users).orElse(List.of());
    }

    /// Returns the format that belongs to a product version.
    public Version formatOf(Version productVersion) {
        return productVersion.prefix(formatParts);
    }

    /// Returns whether a node with `productVersion` can open data that is at `format`. Data in the middle of a
    /// conversion can be opened by nobody; data that nobody has read yet may be tried.
    public boolean opens(Version productVersion, Format format) {
        return switch (format) {
            case Format.Unread _ -> true;
            // Where any format can be opened, what format the version has need not be found out.
            case Format.At(Version at) -> data == DataMode.COMPATIBLE || data.opens(formatOf(productVersion), at);
            case Format.Converting _ -> false;
        };
    }

    /// Returns whether data of that format can be opened where no version of the product is known: it does not change
    /// with the product, and the kind names no way to read a version.
    public boolean fitsAnywhere(Format format) {
        return data == DataMode.COMPATIBLE && version.isEmpty() && format instanceof Format.At;
    }

    /// Returns whether an upgrade of the product must be followed by a conversion before or when its groups come up.
    public boolean mustFollow() {
        return data != DataMode.COMPATIBLE && convert.isPresent();
    }
}
