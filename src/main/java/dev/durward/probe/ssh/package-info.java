/** Observes from a second machine, to which the system's own ssh leads. */
@NullMarked
package dev.durward.probe.ssh;

import org.jspecify.annotations.NullMarked;
