package dev.baton.zookeeper;

/// A peer could not be started; the message is one sentence for the operator: the thing, the place and the way out.
public final class PeerRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PeerRefused(String message) {
        super(message);
    }

    PeerRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
