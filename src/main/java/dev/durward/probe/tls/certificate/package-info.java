/** The certificates that a server shows: their chain, names, days, trust and revocation. */
@NullMarked
package dev.durward.probe.tls.certificate;

import org.jspecify.annotations.NullMarked;
