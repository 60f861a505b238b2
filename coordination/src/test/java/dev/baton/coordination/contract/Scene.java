package dev.baton.coordination.contract;

import dev.baton.coordination.Bytes;
import dev.baton.coordination.NodePath;
import dev.baton.coordination.Op;

/// Where a promise is tried: two clients of one engine, and a subtree that is the test's own.
interface Scene {

    Client one();

    Client two();

    /// Returns an entry that exists, with nothing below it.
    NodePath top();

    Stage stage();

    /// Returns one more client; closed with the scene.
    Client connect(String name);

    static Op create(NodePath path, String content) {
        return new Op.Create(path, Bytes.of(content));
    }

    static Op set(NodePath path, String content, int version) {
        return new Op.SetData(path, Bytes.of(content), version);
    }
}
