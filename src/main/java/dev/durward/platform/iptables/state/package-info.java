/** The tables of a host: as they were read, and as a plan would have them. */
@NullMarked
package dev.durward.platform.iptables.state;

import org.jspecify.annotations.NullMarked;
