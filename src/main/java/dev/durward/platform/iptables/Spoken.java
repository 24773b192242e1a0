package dev.durward.platform.iptables;

import java.util.Optional;

/**
 * What an allow says of the packets that it lets in, their addresses and ports aside.
 *
 * @param protocol the IANA number; empty for all
 * @param networkInterface its name, or how it begins with a {@code +} behind; empty for all
 */
public record Spoken(Optional<String> protocol, Optional<String> networkInterface) {}
