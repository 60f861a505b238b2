package dev.baton.cluster.api;

/// The fixed names of the REST interface.
public final class Api {

    /// Before every path.
    public static final String PREFIX = "/api/v1";
    public static final String HEALTH = PREFIX + "/health";
    public static final String STATUS = PREFIX + "/status";
    public static final String REQUESTS = PREFIX + "/requests";
    public static final String EVENTS = PREFIX + "/events";
    public static final String CONFIGURATIONS = PREFIX + "/configurations";
    public static final String BACKUP = PREFIX + "/backup";
    /// What the daemon that answers says of its own machine.
    public static final String MACHINE = PREFIX + "/machine";
    /// What every machine says of itself, asked by the daemon that answers.
    public static final String MACHINES = PREFIX + "/machines";
    public static final String RUNS = PREFIX + "/runs";
    /// The OpenAPI document of all of them.
    public static final String DOCUMENT = PREFIX + "/openapi.json";
    /// After the path of a run: its report.
    public static final String REPORT = "/report";
    /// Stands for the newest run's name in the path of a run.
    public static final String LATEST = "latest";

    /// Header: chosen by whoever asks, unique for each wish; the same key again is answered without doing it twice.
    public static final String KEY = "Idempotency-Key";
    /// Header: who asks, for the event log, such as `admin at node1`.
    public static final String BY = "Baton-By";
    /// Scheme of the header `Authorization` under which a machine that joins shows the name of its join token.
    public static final String JOINING = "Baton-Join ";
    /// Query: `true` only asks what would be done, or why not.
    public static final String DRY_RUN = "dry-run";
    /// Header of answers: the node is cut off from the coordination engine, and what it says is what it last knew. The
    /// value says who and since when, as a sentence for people.
    public static final String LAST_KNOWN = "Baton-Last-Known";
    /// Header of a request whose body is packed: its value is then [#PACKED].
    public static final String ENCODING = "Content-Encoding";
    /// How a long body is packed (RFC 1952).
    public static final String PACKED = "gzip";
    /// In characters: a longer body is sent packed, since a request has at most 1 MiB.
    public static final int LONG = 512 * 1024;
    /// Content type of a [Problem] (RFC 9457).
    public static final String PROBLEM = "application/problem+json";
    /// Where a node answers when nothing else is said.
    public static final String DEFAULT_URL = "http://127.0.0.1:8420";

    private Api() {}
}
