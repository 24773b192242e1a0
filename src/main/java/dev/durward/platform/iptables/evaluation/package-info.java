/** What becomes of packets in the tables of a host, whoever wrote the rules: exact over sets. */
@NullMarked
package dev.durward.platform.iptables.evaluation;

import org.jspecify.annotations.NullMarked;
