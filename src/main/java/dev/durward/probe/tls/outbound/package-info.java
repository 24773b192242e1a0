/** Whether this host reaches a URL, step by step: name, connection, TLS, HTTP. */
@NullMarked
package dev.durward.probe.tls.outbound;

import org.jspecify.annotations.NullMarked;
