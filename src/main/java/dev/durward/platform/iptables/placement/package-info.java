/** Where rules and jumps of Durward stand among those of others, and the edits to that end. */
@NullMarked
package dev.durward.platform.iptables.placement;

import org.jspecify.annotations.NullMarked;
