package dev.baton.server;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.baton.server.access.Audit;
import java.util.List;

/// What is audited while it is open.
final class AuditTrail implements AutoCloseable {

    private final Logger log = (Logger) Audit.LOG;
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    AuditTrail() {
        lines.start();
        log.addAppender(lines);
    }

    /// Returns what was said since the last call.
    synchronized List<String> since() {
        List<String> said = List.copyOf(lines.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
        lines.list.clear();
        return said;
    }

    @Override
    public void close() {
        log.detachAppender(lines);
    }
}
