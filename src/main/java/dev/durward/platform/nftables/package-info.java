/** Rules to nft's own tables, and back, on hosts whose firewall is native nftables. */
@NullMarked
package dev.durward.platform.nftables;

import org.jspecify.annotations.NullMarked;
