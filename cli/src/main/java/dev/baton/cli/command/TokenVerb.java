package dev.baton.cli.command;

import dev.baton.cli.terminal.Exit;
import dev.baton.cli.terminal.Failure;
import dev.baton.cluster.api.Role;
import dev.baton.coordination.Sha256;
import java.security.SecureRandom;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `baton token`.
@Command(name = "token", description = {"Makes a token for a caller, and the line by which daemons know it.",
        "Only the line is kept, in the file that batond.yaml names under access: tokens; it holds no secret."})
public final class TokenVerb extends Verb {

    /// 256 bits: no guess ever meets one.
    private static final int LENGTH = 32;

    @Parameters(index = "0", paramLabel = "NAME", description = "whose token it is, as events will name them")
    String name = "";

    @Parameters(index = "1", paramLabel = "ROLE", description = "viewer, operator or administrator")
    String role = "";

    public TokenVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9._@-]{0,62}")) {
            throw Failure.usage("'" + name + "' is no name of a caller: letters, digits, '.', '_', '@', '-'.");
        }
        if (!Role.words().contains(role)) {
            throw Failure.usage("'" + role + "' is no role; there are " + String.join(", ", Role.words()) + ".");
        }
        String token = fresh();
        terminal().line("token, for " + name + " alone; it is kept nowhere:");
        terminal().line("  " + token);
        terminal().line("line for the file of callers on every node:");
        terminal().line("  " + line(name, role, token));
        return Exit.DONE;
    }

    /// Returns a new token.
    static String fresh() {
        byte[] random = new byte[LENGTH];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /// Returns the line of the file of callers by which a token is known.
    static String line(String name, String role, String token) {
        return name + " " + role + " " + Sha256.of(token);
    }
}
