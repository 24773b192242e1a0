package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Typical hosts, each as it was saved, with Durward come and gone: what a neighbour sees of the
 * ports before, meanwhile and after, and that nobody's rules but Durward's have changed.
 */
class HostsIT {
  private static final int SOMEBODY = 0;
  private static final int OFFICE = 1;
  private static final int BANNED = 2;

  private static final int[] PORTS = {22, 23, 80, 443, 444, 445, 8443, 9999};

  /** What the text that the project began with asks for. */
  private static final String RULES =
      """
      version: 1
      policy: web-server
      rules:
        - name: Port 443 rule
          ports: [https, 444, 445]
        - name: web
          protocol: [tcp, udp]
          ports: [80, 443]
        - name: console, for the office alone
          ports: 8443
          remote: [10.77.0.12, 'fd77::12']
        - name: updates
          direction: out
          ports: 443
        - name: no telnet
          action: block
          ports: 23
      """;

  static Stream<Arguments> hosts() {
    return Stream.of("nft", "legacy")
        .flatMap(variant -> TypicalHost.ALL.stream().map(host -> Arguments.of(host, variant)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("hosts")
  void portsAreAsWrittenAndTheHostIsAsBefore(TypicalHost host, String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.listen(PORTS);
      TypicalHost.settle(host.name(), lab);
      Doorward durward = new Doorward(lab);
      Map<Family, List<String>> before = durward.saved();
      without(host).check(lab, "before");

      List<Long> counted = counters(lab);
      durward.apply(RULES);
      with(host).check(lab, "applied");
      assertEquals(before, orUntouched(durward.foreign(), before), "the rules of others");
      assertNoneIsReset(counted, counters(lab));

      durward.remove("web-server");
      assertEquals(before, orUntouched(durward.saved(), before), "all rules in the end");
      without(host).check(lab, "removed");
    }
  }

  private static Sights without(TypicalHost host) {
    Sights sights = new Sights();
    for (int port : new int[] {80, 443, 444, 445, 8443}) {
      sights.in(SOMEBODY, port, host.closed());
    }
    sights.in(SOMEBODY, 23, host.telnet()).in(OFFICE, 8443, host.closed());
    sights.out(443, host.outbound());
    return untouched(sights, host);
  }

  private static Sights with(TypicalHost host) {
    Sights sights = new Sights();
    for (int port : new int[] {80, 443, 444, 445}) {
      sights.in(SOMEBODY, port, OPEN);
    }
    sights.udp(SOMEBODY, 80, OPEN).udp(SOMEBODY, 443, OPEN);
    sights.in(OFFICE, 8443, OPEN).in(SOMEBODY, 8443, host.closed());
    sights.in(SOMEBODY, 23, SILENT).in(OFFICE, 23, SILENT);
    if (!host.bans()) {
      sights.in(BANNED, 443, OPEN);
    }
    sights.out(443, OPEN);
    return untouched(sights, host);
  }

  /** What no rule of the file speaks about, or a ban of the host decides. */
  private static Sights untouched(Sights sights, TypicalHost host) {
    if (host.bans()) {
      sights.in(BANNED, 443, host.banned()).in(BANNED, 22, host.banned());
    }
    sights.in(SOMEBODY, 22, OPEN).in(SOMEBODY, 9999, host.closed());
    sights.self(23, OPEN).self(443, OPEN).self(9999, OPEN);
    return sights.out(9999, host.outbound());
  }

  /** A filter table that nobody had touched before stays behind, empty. */
  private static Map<Family, List<String>> orUntouched(
      Map<Family, List<String>> after, Map<Family, List<String>> before) {
    List<String> empty =
        List.of(
            "*filter",
            ":INPUT ACCEPT [0:0]",
            ":FORWARD ACCEPT [0:0]",
            ":OUTPUT ACCEPT [0:0]",
            "COMMIT");
    boolean wasUntouched = before.values().stream().allMatch(List::isEmpty);
    return wasUntouched && after.values().stream().allMatch(empty::equals) ? before : after;
  }

  /** How many packets each rule of others has seen, in the order of the dumps. */
  private static List<Long> counters(Lab lab) throws IOException, InterruptedException {
    List<Long> counters = new ArrayList<>();
    for (Family family : Family.values()) {
      lab.onHost(lab.program(family) + "-save", "-c")
          .lines()
          .filter(line -> line.startsWith("[") && !line.contains("DURWARD-"))
          .forEach(line -> counters.add(Long.valueOf(line.substring(1, line.indexOf(':')))));
    }
    return counters;
  }

  private static void assertNoneIsReset(List<Long> before, List<Long> after) {
    assertEquals(before.size(), after.size());
    for (int i = 0; i < before.size(); i++) {
      assertTrue(before.get(i) <= after.get(i), "counters: " + before + ", then " + after);
    }
  }
}
