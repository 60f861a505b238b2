/// Tests of looks at this machine.
@org.jspecify.annotations.NullMarked
package dev.baton.server.machine;
