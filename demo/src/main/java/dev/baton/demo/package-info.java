/// `baton demo`: a cluster on this machine is upgraded while clients write, and the clients say what it cost.
///
/// [dev.baton.demo.DemoCommand] is the command; [dev.baton.demo.Demo] tells the story; the parts have packages of their
/// own. Depends on the command's client and screens, so that the demo shows nothing that a user could not do by hand.
@NullMarked
package dev.baton.demo;

import org.jspecify.annotations.NullMarked;
