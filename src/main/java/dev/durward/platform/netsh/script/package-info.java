/** What changes are made with: commands of netsh, the way back, and scripts for other hosts. */
@NullMarked
package dev.durward.platform.netsh.script;

import org.jspecify.annotations.NullMarked;
