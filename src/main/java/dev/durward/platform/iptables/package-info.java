/** Keeps rules in Linux' netfilter through iptables and ip6tables. */
@NullMarked
package dev.durward.platform.iptables;

import org.jspecify.annotations.NullMarked;
