/** What nft lists of tables that iptables doesn't keep, in the words of iptables' rules. */
@NullMarked
package dev.durward.platform.iptables.nft;

import org.jspecify.annotations.NullMarked;
