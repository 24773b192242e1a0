package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.ProcessRunner;
import dev.durward.kernel.Attempt.Seen;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.Platform;
import dev.durward.model.RuleSet;
import dev.durward.plan.Desired;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.HostNetworkReader;
import dev.durward.platform.host.Listeners;
import dev.durward.platform.host.NetnsVantage;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.Patience;
import dev.durward.probe.Probe;
import dev.durward.probe.Progress;
import dev.durward.probe.Transport;
import dev.durward.probe.derivation.Probes;
import dev.durward.probe.derivation.Sampling;
import dev.durward.probe.vantage.SelfVantage;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What a probe calls open is open to a neighbour: for generated rules, the host's own and others',
 * each probe that found a port open is made again by a real neighbour, who comes from the same
 * address by the host's real interface.
 */
class NeverOpenIT {
  private static final int CASES = 1_000;
  private static final int CASES_OF_A_SET = 14;
  private static final Patience QUICK = new Patience(Duration.ofMillis(300), 1);
  private static final long PATIENT_MILLIS = 4_000;
  private static final int TRIES = 3;
  private static final LocalDate DAY = LocalDate.of(2026, 6, 1);

  private final List<String> wrong = new ArrayList<>();
  private int sets;
  private int cases;
  private int open;

  @Test
  @Timeout(400)
  void whatIsCalledOpenIsOpenToANeighbour() throws Exception {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("never open: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    GeneratedRules generated = new GeneratedRules(seed);
    GeneratedNeighbours others = new GeneratedNeighbours(random);
    try (Lab lab = Lab.create("nft")) {
      lab.listen(GeneratedRules.PORTS);
      while (cases < CASES) {
        RuleSet rules = generated.ruleSet("generated");
        String foreign = load(lab, others);
        boolean applied = random.nextInt(4) > 0 && apply(lab, rules);
        tryOut(lab, rules, random, () -> describe(rules, applied, foreign));
        sets++;
      }
    }
    System.out.printf(
        "never open: %d cases from netns and as many from self, of %d rule sets; %d open, each of"
            + " them to a neighbour%n",
        cases, sets, open);
    assertEquals(List.of(), wrong, "seed " + seed);
    assertTrue(open > CASES / 50, "there was little to be seen: " + open);
  }

  private static String load(Lab lab, GeneratedNeighbours others) throws Exception {
    StringBuilder all = new StringBuilder();
    for (Family family : Family.values()) {
      String dump = others.dump(family);
      lab.restore(family, dump);
      all.append(dump);
    }
    return all.toString();
  }

  /** Makes the host so; where others' rules stand against it, it stays as it is. */
  private static boolean apply(Lab lab, RuleSet rules) throws Exception {
    Doorkeeper doorkeeper = new Doorkeeper(lab);
    try {
      Desired desired = doorkeeper.desired(rules);
      doorkeeper.apply(doorkeeper.plan(desired), desired);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String describe(RuleSet rules, boolean applied, String foreign) {
    return (applied ? "applied:\n" : "not applied:\n") + GeneratedRules.describe(rules) + foreign;
  }

  private void tryOut(Lab lab, RuleSet rules, Random random, Supplier<String> set)
      throws Exception {
    List<Probe> probes =
        lab.host(
            () -> {
              try {
                return new ArrayList<>(
                    Probes.derive(
                            List.of(rules),
                            Platform.LINUX,
                            DAY,
                            new HostNetworkReader(new ProcessRunner()).read(),
                            Sampling.ENDS_AND_MIDDLE)
                        .probes());
              } catch (FirewallException e) {
                throw new IOException(e);
              }
            });
    Collections.shuffle(probes, random);
    List<Probe> some = probes.subList(0, Math.min(CASES_OF_A_SET, probes.size()));
    List<Observation> self = lab.host(() -> observeFromSelf(some));
    List<Observation> netns = lab.host(() -> observe(some));
    for (int i = 0; i < some.size(); i++) {
      cases++;
      if (isOpen(self.get(i))) {
        wrong.add("from self: " + some.get(i) + "\n" + set.get());
      }
      if (isOpen(netns.get(i))) {
        open++;
        if (neighbourSees(lab, some.get(i)) != Seen.ANSWERED) {
          wrong.add("from netns: " + some.get(i) + "\n" + set.get());
        }
      }
    }
  }

  private static boolean isOpen(Observation seen) {
    return seen.outcome() == Outcome.OPEN || seen.outcome() == Outcome.ANSWERED;
  }

  private static List<Observation> observeFromSelf(List<Probe> probes) throws IOException {
    return new SelfVantage(new Listeners(), "as asked for").observe(probes, QUICK, Progress.NONE);
  }

  private static List<Observation> observe(List<Probe> probes)
      throws IOException, InterruptedException {
    try (NetnsVantage vantage = NetnsVantage.open(new ProcessRunner())) {
      return vantage.observe(probes, QUICK, Progress.NONE);
    } catch (FirewallException e) {
      throw new IOException(e);
    }
  }

  /** What a neighbour sees who has the probe's source, behind the interface that it comes by. */
  private static Seen neighbourSees(Lab lab, Probe probe) throws Exception {
    String target = probe.target().address().toString();
    String source = probe.source().address().toString();
    int cable = cable(probe, target);
    boolean four = probe.family() == Family.IPV4;
    String from = source + (four ? "/32" : "/128");
    String to = target + (four ? "/32" : "/128");
    String there = " dev n" + cable;
    String here = " dev " + Lab.hostInterface(cable);
    String neighbour =
        "addr add %s%s%s\nroute replace %s%s\nneigh replace %s lladdr %s%s nud permanent\n"
            .formatted(from, there, four ? "" : " nodad", to, there, target, mac(0, cable), there);
    String host =
        "route replace %s%s\nneigh replace %s lladdr %s%s nud permanent\n"
            .formatted(from, here, source, mac(1, cable), here);
    boolean own = isNeighbours(source);
    lab.neighbour(() -> batch(own ? neighbour.replaceFirst("addr add .*\n", "") : neighbour));
    lab.host(() -> batch(host));
    try {
      Seen seen = Seen.SILENCE;
      // A datagram is sent once, and a busy host may lose it.
      for (int i = 0; i < TRIES && seen == Seen.SILENCE; i++) {
        seen = lab.neighbour(() -> Dialer.dial(List.of(flow(probe)), PATIENT_MILLIS)).get(0).seen();
      }
      return seen;
    } finally {
      lab.neighbour(
          () -> batch("route del " + to + there + (own ? "" : "\naddr del " + from + there)));
      lab.host(() -> batch("route del " + from + here));
    }
  }

  private static int cable(Probe probe, String target) {
    return probe
        .networkInterface()
        .map(name -> name.equals(Lab.hostInterface(1)) ? 1 : 0)
        .orElseGet(() -> target.startsWith("10.77.1.") || target.startsWith("fd77:0:0:1:") ? 1 : 0);
  }

  private static boolean isNeighbours(String address) {
    for (Family family : Family.values()) {
      for (int i = 0; i < Lab.CABLES * Lab.NEIGHBOUR_ADDRESSES; i++) {
        String own = Lab.neighbourAddress(family, i % Lab.CABLES, i / Lab.CABLES);
        if (IpAddress.parse(own).equals(IpAddress.parse(address))) {
          return true;
        }
      }
    }
    return false;
  }

  private static String mac(int side, int cable) {
    return "02:00:00:00:0" + side + ":0" + cable;
  }

  private static String batch(String lines) throws IOException, InterruptedException {
    Command command = Command.of("/sbin/ip", "-force", "-batch", "-").withInput(lines + "\n");
    return new ProcessRunner().run(command).text();
  }

  /** From another port of the same half: the kernel still knows the connection of the probe. */
  private static Flow flow(Probe probe) {
    int port = probe.source().port();
    return new Flow(
        Direction.IN,
        probe.transport() == Transport.TCP ? 6 : 17,
        probe.target().address(),
        probe.source().address(),
        port > 1 ? port ^ 1 : 0,
        probe.target().port(),
        probe.networkInterface().orElse(Lab.hostInterface(0)),
        Flow.Leg.OPENING,
        Optional.empty());
  }
}
