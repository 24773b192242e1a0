package dev.durward.probe.ssh;

import dev.durward.model.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * How the far side's packets come to an address, as its iproute2 tells.
 *
 * <pre>
 * 192.168.5.10 dev eth0 src 192.168.5.20 uid 0 \    cache
 * fd00:5::10 via fe80::1 dev eth0 src fd00:9::20 metric 1024 pref medium
 * local 192.168.5.20 dev lo src 192.168.5.20 uid 0 \    cache &lt;local&gt;
 * </pre>
 *
 * @param source the address that they come from; empty if it does not tell
 * @param local whether the address is the far side's own
 */
record FarRoute(Optional<IpAddress> source, boolean local) {
  /** Reads the answer to {@code ip -o route get}; anything else tells nothing. */
  static FarRoute parse(List<String> lines) {
    List<String> words =
        lines.stream().flatMap(line -> List.of(line.trim().split("\\s+")).stream()).toList();
    int at = words.indexOf("src");
    Optional<IpAddress> source =
        at < 0 || at + 1 == words.size() ? Optional.empty() : IpAddress.parse(words.get(at + 1));
    return new FarRoute(source, !words.isEmpty() && words.get(0).equals("local"));
  }
}
