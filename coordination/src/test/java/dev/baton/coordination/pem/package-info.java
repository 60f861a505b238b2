/// Certificates for tests.
@NullMarked
package dev.baton.coordination.pem;

import org.jspecify.annotations.NullMarked;
