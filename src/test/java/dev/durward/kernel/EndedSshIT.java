package dev.durward.kernel;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Action;
import dev.durward.model.Family;
import dev.durward.model.Protocol;
import dev.durward.platform.host.Listeners;
import dev.durward.probe.Observation;
import dev.durward.probe.Patience;
import dev.durward.probe.Progress;
import dev.durward.probe.Rules;
import dev.durward.probe.derivation.Derivation;
import dev.durward.probe.ssh.SshVantage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes from a far side that ends, or of somebody who ends them. */
class EndedSshIT {
  private static final Protocol[] BOTH = {Protocol.TCP, Protocol.UDP};

  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void makeLab() throws Exception {
    lab = Lab.create("nft");
  }

  @AfterEach
  void removeLab() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** A far side that dies is no firewall that drops. */
  @Test
  void aFarSideThatEndsInMidProbeProvesNothing() throws Exception {
    FarProbes.load(lab);
    count("tcp");
    FarHost far = FarHost.start(lab, folder);
    Thread killer = new Thread(() -> whenProbed(far::close), "killer");
    killer.start();
    List<String> seen =
        lab.host(
            () -> {
              try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
                Derivation derived =
                    FarProbes.derive(
                        vantage, Rules.rule("shut", Action.BLOCK).ports(80, 81).protocols(BOTH));
                return vantage
                    .observe(
                        derived.probes(), new Patience(Duration.ofSeconds(3), 2), Progress.NONE)
                    .stream()
                    .map(each -> each.outcome().word())
                    .distinct()
                    .toList();
              }
            });
    killer.join();
    assertEquals(List.of("untested"), seen);
  }

  /** No silence is taken for an answer that would have come. */
  @Test
  void whatIsUnderWayWhenSomebodyInterruptsIsNotTold() throws Exception {
    FarProbes.load(lab);
    count("tcp");
    assertEquals(
        List.of("interrupted"),
        interrupted(Rules.rule("shut", Action.BLOCK).ports(80, 81).protocols(BOTH)).stream()
            .map(Observation::reason)
            .distinct()
            .toList());
  }

  /** UDP is sent behind TCP, which has its answers by then. */
  @Test
  void whatWasAnsweredBeforeIsTold() throws Exception {
    FarProbes.load(lab, "-A INPUT -p tcp --dport 90 -j ACCEPT");
    count("udp");
    List<Observation> told =
        interrupted(
            Rules.rule("shut", Action.BLOCK).ports(80).protocols(Protocol.UDP),
            Rules.rule("open", Action.ALLOW).ports(90));
    assertEquals(
        Map.of("refused", 2L, "untested", 2L),
        told.stream().collect(groupingBy(each -> each.outcome().word(), counting())));
  }

  /** Lets the neighbour count its probes of port 80. */
  private void count(String protocol) throws Exception {
    lab.onNeighbour(lab.program(Family.IPV4), "-A", "OUTPUT", "-p", protocol, "--dport", "80");
  }

  /** What is told by whoever is interrupted when the first packet to port 80 is under way. */
  private List<Observation> interrupted(Rules... rules) throws Exception {
    try (FarHost far = FarHost.start(lab, folder)) {
      return lab.host(
          () -> {
            Thread prober = Thread.currentThread();
            Thread hasty = new Thread(() -> whenProbed(prober::interrupt), "hasty");
            try (SshVantage vantage = SshVantage.open(far.ssh(), "far", new Listeners())) {
              Derivation derived = FarProbes.derive(vantage, rules);
              hasty.start();
              List<Observation> told =
                  vantage.observe(
                      derived.probes(), new Patience(Duration.ofSeconds(30), 2), Progress.NONE);
              assertTrue(Thread.interrupted(), "still interrupted");
              return told;
            } finally {
              hasty.join();
            }
          });
    }
  }

  private void whenProbed(Runnable deed) {
    String[] list = {lab.program(Family.IPV4), "-nvxL", "OUTPUT"};
    try {
      while (!lab.onNeighbour(list).matches("(?s).*\\n *[1-9]\\d* .*dpt:80.*")) {
        Thread.onSpinWait();
      }
      deed.run();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
