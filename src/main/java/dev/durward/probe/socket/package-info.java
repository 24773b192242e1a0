/** Sends probes from this process, many at once, and answers them where nobody listens. */
@NullMarked
package dev.durward.probe.socket;

import org.jspecify.annotations.NullMarked;
