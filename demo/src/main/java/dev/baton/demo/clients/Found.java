package dev.baton.demo.clients;

/// What a fresh connection found of what a writer wrote.
///
/// @param acknowledged rows whose commit returned
/// @param found        of these, the ones that are there with the right checksum
/// @param lost         of these, the ones that are not
/// @param inDoubt      rows whose commit failed, so that either is right
/// @param inDoubtThere of these, the ones that are there
/// @param strange      rows that nobody wrote, or with a wrong checksum
public record Found(long acknowledged, long found, long lost, long inDoubt, long inDoubtThere, long strange) {

    /// Returns whether everything acknowledged is there and nothing else.
    public boolean isWhole() {
        return lost == 0 && strange == 0;
    }
}
