/** Connections with an end, what is said over them before TLS, and what peers answer. */
@NullMarked
package dev.durward.probe.tls.conversation;

import org.jspecify.annotations.NullMarked;
