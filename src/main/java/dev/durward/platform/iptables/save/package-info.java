/** What iptables-save prints: tables, chains and rules, word by word. */
@NullMarked
package dev.durward.platform.iptables.save;

import org.jspecify.annotations.NullMarked;
