/** Holds what a port serves against what was expected of it, and says what was found. Pure. */
@NullMarked
package dev.durward.probe.tls.judge;

import org.jspecify.annotations.NullMarked;
