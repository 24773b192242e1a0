package dev.durward.kernel;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.probe.Rules;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.derivation.FixedProbes;
import dev.durward.probe.derivation.Sampling;
import dev.durward.probe.ssh.SshVantage;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What is probed of the lab's host by its neighbour, and the rules that it meets. */
final class FarProbes {
  private FarProbes() {}

  /** The host's addresses. */
  static List<IpAddress> targets() {
    return Stream.of(Family.values())
        .map(family -> IpAddress.parse(Lab.hostAddress(family, 0, 0)).orElseThrow())
        .toList();
  }

  /** Probes of a policy's rules. */
  static Derivation derive(SshVantage vantage, Rules... rules)
      throws IOException, InterruptedException {
    return FixedProbes.derive(
        List.of(new RuleSet("web", Stream.of(rules).map(Rules::rule).toList())),
        Set.of(Platform.LINUX),
        LocalDate.of(2026, 6, 1),
        vantage.ways(targets()),
        Sampling.ENDS_AND_MIDDLE);
  }

  /**
   * Loads an INPUT of both families that drops what no line accepts.
   *
   * @param lines with NEAR and OTHER for the neighbour's network and another one, and ICMP- and
   *     PROHIBITED for what REJECT calls them in a family
   */
  static void load(Lab lab, String... lines) throws Exception {
    for (Family family : Family.values()) {
      List<String> all =
          new ArrayList<>(List.of(":INPUT DROP [0:0]", "-A INPUT -p tcp --sport 22 -j ACCEPT"));
      if (family == Family.IPV6) {
        all.add("-A INPUT -p ipv6-icmp -j ACCEPT");
      }
      for (String line : lines) {
        String source = family == Family.IPV4 ? "10.77.0.0/24" : "fd77::/64";
        String other = family == Family.IPV4 ? "192.0.2.0/24" : "2001:db8::/32";
        String icmp = family == Family.IPV4 ? "icmp-" : "icmp6-";
        all.add(
            line.replace("NEAR", source)
                .replace("OTHER", other)
                .replace("ICMP-", icmp)
                .replace(
                    "PROHIBITED", family == Family.IPV4 ? "host-prohibited" : "adm-prohibited"));
      }
      lab.load(family, all.toArray(String[]::new));
    }
  }
}
