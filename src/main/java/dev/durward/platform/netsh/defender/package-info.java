/** Defender Firewall as a host has it: its rules and settings, and what they do with packets. */
@NullMarked
package dev.durward.platform.netsh.defender;

import org.jspecify.annotations.NullMarked;
