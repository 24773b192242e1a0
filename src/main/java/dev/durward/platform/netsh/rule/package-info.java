/** A rule of Windows', in the words of the registry and of netsh, and the packets it matches. */
@NullMarked
package dev.durward.platform.netsh.rule;

import org.jspecify.annotations.NullMarked;
