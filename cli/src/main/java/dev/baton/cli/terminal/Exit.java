package dev.baton.cli.terminal;

/// How the command ends, as scripts read it.
public final class Exit {

    public static final int DONE = 0;
    /// The cluster said no, with reasons; nothing was changed. Or a drill found a node on which a group does not serve,
    /// and every group is back where it was.
    public static final int REFUSED = 1;
    /// The words or a file were wrong; nothing was asked of the cluster, or nothing that it could understand.
    public static final int USAGE = 2;
    /// No node answered, or none of them leads.
    public static final int UNREACHABLE = 3;
    /// The run waits for a person, or failed.
    public static final int RUN_WAITS = 4;
    /// It was accepted, and was not complete when the time to wait was over.
    public static final int TIMED_OUT = 5;

    /// Baton itself is wrong: `EX_SOFTWARE` of sysexits.h, so that nobody takes it for one of the answers above.
    public static final int FAULT = 70;

    private Exit() {}
}
