package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.NetnsVantage;
import dev.durward.probe.Endpoint;
import dev.durward.probe.Expected;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the host remembers of a connection says nothing of a new one. Rules that name the port that
 * packets come from leave a probe no choice: it comes from the same port each time.
 */
class RememberedConnectionIT {
  private static final int PORT = 443;
  private static final int OTHER_PORT = 444;
  private static final int FROM = 39_999;
  private static final Mark RULE = Mark.of("test", "rule");

  private Lab lab;

  @BeforeEach
  void makeLab() throws Exception {
    lab = Lab.create("nft");
    lab.listen(PORT);
    inbound("ACCEPT");
  }

  @AfterEach
  void removeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  @Test
  void whatIsShutNowIsSeenShutThoughItWasOpenBefore() throws Exception {
    List<Probe> probes = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      for (Family family : Family.values()) {
        String source = family == Family.IPV4 ? "198.18.83.9" : "2001:2:0:5300::9";
        probes.add(probe(transport, family, source, Optional.empty()));
      }
    }
    assertEquals(
        List.of(Outcome.OPEN, Outcome.OPEN, Outcome.ANSWERED, Outcome.ANSWERED), observe(probes));
    shut();
    assertEquals(
        List.of(Outcome.FILTERED, Outcome.FILTERED, Outcome.NO_ANSWER, Outcome.NO_ANSWER),
        observe(probes));
  }

  @Test
  void whatOneInterfaceLetsInSaysNothingOfAnother() throws Exception {
    lab.restore(
        Family.IPV4,
        """
        *filter
        :INPUT DROP [0:0]
        -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
        -A INPUT -i eth1 -j ACCEPT
        COMMIT
        """);
    List<Probe> probes = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      for (int cable = Lab.CABLES - 1; cable >= 0; cable--) {
        Optional<String> entry = Optional.of(Lab.hostInterface(cable));
        probes.add(probe(transport, Family.IPV4, "198.18.83.9", entry));
      }
    }
    assertEquals(
        List.of(Outcome.OPEN, Outcome.FILTERED, Outcome.ANSWERED, Outcome.NO_ANSWER),
        observe(probes));
  }

  @Test
  void aNeighboursConnectionBetweenTheSameEndsIsLeftAlone() throws Exception {
    String source = Lab.neighbourAddress(Family.IPV4, 0, 0);
    Probe probe = probe(Transport.TCP, Family.IPV4, source, Optional.empty()).at(OTHER_PORT);
    lab.onHost("/sbin/sysctl", "-qw", "net.netfilter.nf_conntrack_tcp_loose=0");
    try (ServerSocket listener = lab.host(() -> new ServerSocket(OTHER_PORT));
        Socket there = lab.neighbour(() -> connect(source, probe.target()));
        Socket here = listener.accept()) {
      shut();
      List<Observation> seen = see(List.of(probe));
      assertEquals(Outcome.UNTESTED, seen.get(0).outcome());
      assertTrue(seen.get(0).reason().contains("remembers a connection from " + source + ":39999"));
      here.setSoTimeout(10_000);
      there.getOutputStream().write(7);
      assertEquals(7, here.getInputStream().read());
    }
  }

  private static Socket connect(String source, Endpoint target) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(source, FROM));
    socket.connect(target.toSocketAddress());
    return socket;
  }

  /** Only what is a part of a connection passes. */
  private void shut() throws Exception {
    inbound("DROP");
  }

  /** Connections are remembered only where a rule asks for them. */
  private void inbound(String policy) throws Exception {
    for (Family family : Family.values()) {
      lab.restore(
          family,
          """
          *filter
          :INPUT %s [0:0]
          -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
          COMMIT
          """
              .formatted(policy));
    }
  }

  private static Probe probe(
      Transport transport, Family family, String source, Optional<String> entry) {
    return new Probe(
        RULE,
        Set.of(RULE),
        Expected.OPEN,
        transport,
        new Endpoint(IpAddress.parse(Lab.hostAddress(family, 0, 0)).orElseThrow(), PORT),
        new Endpoint(IpAddress.parse(source).orElseThrow(), FROM),
        entry,
        false);
  }

  private List<Outcome> observe(List<Probe> probes) throws Exception {
    return see(probes).stream().map(Observation::outcome).toList();
  }

  private List<Observation> see(List<Probe> probes) throws Exception {
    return lab.host(
        () -> {
          try (NetnsVantage vantage = NetnsVantage.open(new ProcessRunner())) {
            return vantage.observe(probes, Patience.USUAL, Progress.NONE);
          } catch (FirewallException e) {
            throw new IOException(e);
          }
        });
  }
}
