package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.platform.Locality;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Outcome;
import dev.durward.probe.Probe;
import dev.durward.probe.Transport;
import dev.durward.probe.verification.Prediction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IptablesForecastTest {
  private static final String HOST =
      """
      *filter
      :INPUT DROP [0:0]
      -A INPUT -s 198.51.100.7/32 -j DROP
      -A INPUT -i eth1 -p tcp -m tcp --dport 80 -j REJECT --reject-with tcp-reset
      -A INPUT -p tcp -m recent --update --seconds 60 --hitcount 4 -m tcp --dport 22 -j DROP
      -A INPUT -p tcp -m multiport --dports 22,80,443,8000:8010 -j ACCEPT
      -A INPUT -p tcp -m tcp --dport 7000 --sport 1024:65535 -j ACCEPT
      COMMIT
      *nat
      :PREROUTING ACCEPT [0:0]
      -A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
      -A PREROUTING -p tcp -m tcp --dport 8443 -j REDIRECT --to-ports 443
      COMMIT
      """;

  private static Probe probe(int port, String source) {
    Mark mark = Mark.of("web", "rule");
    return new Probe(
        mark,
        Set.of(mark),
        Expected.OPEN,
        Transport.TCP,
        new Endpoint(IpAddress.parse("192.0.2.1").orElseThrow(), port),
        new Endpoint(IpAddress.parse(source).orElseThrow(), 0),
        Optional.empty(),
        false);
  }

  private static List<Prediction> predicted(List<Probe> probes, Optional<String> entry)
      throws Exception {
    IptablesSnapshot host =
        IptablesBackend.snapshotOf(
            new Dump("dump", HOST.getBytes(StandardCharsets.UTF_8)), new Dump("none", new byte[0]));
    return IptablesForecast.of(host, Locality.UNKNOWN, probe -> entry, probes);
  }

  @ParameterizedTest
  @CsvSource({
    // port, source, interface (- for one that isn't known)
    "443, 203.0.113.1, eth0, open",
    "443, 198.51.100.7, eth0, shut",
    "444, 203.0.113.1, eth0, shut",
    "80, 203.0.113.1, eth1, refused",
    "80, 203.0.113.1, '', open",
    "80, 203.0.113.1, -, depends",
    "22, 203.0.113.1, eth0, depends",
    "8080, 203.0.113.1, eth0, led-away",
    "8443, 203.0.113.1, eth0, open",
    "7000, 203.0.113.1, eth0, depends",
  })
  void oneProbeIsPredicted(int port, String source, String entry, String word) throws Exception {
    Optional<String> by = entry.equals("-") ? Optional.empty() : Optional.of(entry);
    assertEquals(word, predicted(List.of(probe(port, source)), by).get(0).word());
  }

  /** Ways in any order, so that none is taken for another. */
  @Test
  void aWholeRangeIsPredictedPortByPort() throws Exception {
    List<Probe> probes = new ArrayList<>();
    List<Prediction> expected = new ArrayList<>();
    Set<Integer> open = Set.of(443, 8443, 8000, 8001, 8002, 8003, 8004, 8005, 8006, 8007, 8008);
    Set<Integer> also = Set.of(80, 8009, 8010);
    for (int port = 1; port <= 65_535; port++) {
      probes.add(probe(port, port % 7 == 0 ? "198.51.100.7" : "203.0.113.1"));
      boolean isOpen = port % 7 != 0 && (open.contains(port) || also.contains(port));
      boolean isUnclear = port % 7 != 0 && (port == 22 || port == 7000);
      expected.add(
          port == 8080
              ? Prediction.LED_AWAY
              : isUnclear ? Prediction.DEPENDS : isOpen ? Prediction.OPEN : Prediction.SHUT);
    }
    List<Prediction> predicted = predicted(probes, Optional.of("eth0"));
    assertEquals(expected, predicted);
  }

  @ParameterizedTest
  @EnumSource(Prediction.class)
  void whatIsNotToldIsNeverContradicted(Prediction prediction) {
    Set<Prediction> told = EnumSet.of(Prediction.OPEN, Prediction.SHUT, Prediction.REFUSED);
    boolean contradicted = Arrays.stream(Outcome.values()).anyMatch(prediction::isContradictedBy);
    assertEquals(told.contains(prediction), contradicted);
  }

  @Test
  void aFreeWayIsNotContradictedByAHostThatDoesNotListen() {
    assertFalse(Prediction.OPEN.isContradictedBy(Outcome.REFUSED));
    assertFalse(Prediction.OPEN.isContradictedBy(Outcome.NO_ANSWER));
    assertTrue(Prediction.OPEN.isContradictedBy(Outcome.FILTERED));
    assertTrue(Prediction.SHUT.isContradictedBy(Outcome.OPEN));
    assertFalse(Prediction.REFUSED.isContradictedBy(Outcome.FILTERED));
  }
}
