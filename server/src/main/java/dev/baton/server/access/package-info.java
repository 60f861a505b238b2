/// Who may call this daemon from elsewhere: tokens and their roles, and the certificates that prove the daemon itself.
@NullMarked
package dev.baton.server.access;

import org.jspecify.annotations.NullMarked;
