/** What rules of others do to Durward's, and what to tell the user of it. */
@NullMarked
package dev.durward.platform.iptables.notices;

import org.jspecify.annotations.NullMarked;
