/** Keeps rules in Windows Defender Firewall through netsh advfirewall. */
@NullMarked
package dev.durward.platform.netsh;

import org.jspecify.annotations.NullMarked;
