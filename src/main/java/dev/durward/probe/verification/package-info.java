/** Has probes sent and judges what was seen: by rules, listeners, counters, and what was before. */
@NullMarked
package dev.durward.probe.verification;

import org.jspecify.annotations.NullMarked;
