/// Evidence for the clients: what they call an outage, and that they find and miss what they should.
@NullMarked
package dev.baton.demo.clients;

import org.jspecify.annotations.NullMarked;
