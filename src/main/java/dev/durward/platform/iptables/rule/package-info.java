/** A rule of Durward's in the words of iptables, written and read back. */
@NullMarked
package dev.durward.platform.iptables.rule;

import org.jspecify.annotations.NullMarked;
