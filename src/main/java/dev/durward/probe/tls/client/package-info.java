/** Asks a port: a ClientHello by itself, a whole handshake, a page, and where it leads. */
@NullMarked
package dev.durward.probe.tls.client;

import org.jspecify.annotations.NullMarked;
