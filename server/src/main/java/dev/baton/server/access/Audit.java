package dev.baton.server.access;

import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where this daemon says who came in, and who was refused and why.
public final class Audit {

    public static final Logger LOG = LoggerFactory.getLogger("baton.audit");

    private Audit() {}

    /// Says that a request was refused: what was asked, from where, and why.
    public static void refused(Context context, String why) {
        LOG.warn("refused {} {} from {}: {}", context.method(), context.path(), context.ip(), why);
    }
}
