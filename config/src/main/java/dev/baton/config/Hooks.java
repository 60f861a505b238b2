package dev.baton.config;

import dev.baton.core.model.Command;
import dev.baton.core.model.EventKind;
import dev.baton.core.model.Hook;
import dev.baton.core.model.Watch;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The fields `hooks` and `lease-margin-low` of a cluster file: what people want to be told of, and how.
final class Hooks {

    private static final String ALL = "all";
    private static final Command NO_COMMAND = new Command("true");
    private static final String NOWHERE = "http://127.0.0.1";
    private static final int PERCENT_MOST = 90;

    private Hooks() {}

    /// Returns what the file says.
    static Watch of(Field file) {
        int low = file.find("lease-margin-low").map(field -> field.as(Hooks::percent, 0))
                .orElse(Watch.LEASE_MARGIN_LOW);
        TreeMap<String, Hook> hooks = new TreeMap<>();
        file.find("hooks").ifPresent(list -> list.entries().forEach((name, field) ->
                hooks.put(field.named(name, Hooks::name, "x"), hook(field))));
        return new Watch(low, hooks);
    }

    private static Hook hook(Field field) {
        field.only("on", "run", "post", "token", "within");
        Optional<Field> run = field.find("run");
        Optional<Field> post = field.find("post");
        if (run.isPresent() == post.isPresent()) {
            field.mistake("a hook either runs a command, `run: /path/command`, or sends the event to an address, "
                    + "`post: https://...`");
        }
        Optional<Field> token = field.find("token");
        if (token.isPresent() && post.isEmpty()) {
            token.get().mistake("only what is sent with `post` carries a token; a command reads its own");
        }
        Hook.Action action = post.map(to -> post(to, token)).orElseGet(() -> new Hook.Run(run
                .map(command -> command.as(Command::new, NO_COMMAND)).orElse(NO_COMMAND)));
        return new Hook(on(field.need("on")), action, field.find("within")
                .map(within -> within.as(KindFile::lasting, Hook.WITHIN)).orElse(Hook.WITHIN));
    }

    private static SortedSet<EventKind> on(Field field) {
        List<Field> items = field.items();
        TreeSet<EventKind> kinds = new TreeSet<>();
        if (items.size() == 1 && items.getFirst().text().equals(ALL)) {
            return kinds;
        }
        if (items.isEmpty()) {
            field.mistake("names no kind of event; `all` means every kind");
        }
        items.forEach(item -> kinds.add(item.as(Hooks::kind, EventKind.FAILOVER)));
        return kinds;
    }

    private static EventKind kind(String word) {
        if (word.equals(ALL) || word.equals(EventKind.OTHER.word())) {
            throw new IllegalArgumentException("'" + word + "' is no kind of its own; for every event: `on: all`");
        }
        return EventKind.parse(word);
    }

    private static Hook.Action post(Field to, Optional<Field> token) {
        Optional<String> file = Secrets.file(to);
        String address = file.orElseGet(() -> to.as(Hooks::address, NOWHERE));
        return new Hook.Post(address, file.isPresent(), token.flatMap(field -> {
            Optional<String> secret = Secrets.file(field);
            if (secret.isEmpty()) {
                Secrets.refuseLiteral("token", field);
            }
            return secret;
        }));
    }

    private static String address(String text) {
        try {
            URI uri = new URI(text);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return text;
            }
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException("'" + text + "' is no address: " + broken.getReason(), broken);
        }
        throw new IllegalArgumentException("'" + text + "' is no address such as https://example.org/baton, without a "
                + "user in it; one that is itself a secret stands in a file: {file: /etc/baton/address}");
    }

    private static String name(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,62}")) {
            throw new IllegalArgumentException("'" + text + "' is no name of a hook: 1 to 63 letters, digits, '_' or "
                    + "'-', starting with a letter or digit");
        }
        return text;
    }

    private static int percent(String text) {
        int percent = text.matches("[0-9]{1,2}%") ? Integer.parseInt(text.substring(0, text.length() - 1)) : 100;
        if (percent > PERCENT_MOST) {
            throw new IllegalArgumentException("expected a share of a lease from 0% to " + PERCENT_MOST + "%, not '"
                    + text + "'");
        }
        return percent;
    }
}
