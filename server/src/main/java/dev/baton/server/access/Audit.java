package dev.baton.server.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where this daemon says who came in, and who was refused and why.
public final class Audit {

    public static final Logger LOG = LoggerFactory.getLogger("baton.audit");

    private Audit() {}
}
