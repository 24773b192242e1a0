/** What the registry of a Windows host holds: live, or as regedit exported it. */
@NullMarked
package dev.durward.platform.netsh.registry;

import org.jspecify.annotations.NullMarked;
