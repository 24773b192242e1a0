/** The probes that rules come to, and what of them none speaks for. */
@NullMarked
package dev.durward.probe.derivation;

import org.jspecify.annotations.NullMarked;
