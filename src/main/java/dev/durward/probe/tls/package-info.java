/** Observes the TLS and HTTP that a port serves, and judges it. */
@NullMarked
package dev.durward.probe.tls;

import org.jspecify.annotations.NullMarked;
