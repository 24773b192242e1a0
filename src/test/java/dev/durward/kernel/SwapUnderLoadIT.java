package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.rulefile.WrittenRules;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * While rules are changed, what is allowed before and after is allowed at every moment between: on
 * a host that rejects all else, no connection fails.
 */
@Timeout(180)
class SwapUnderLoadIT {
  private static final int CONNECTS = 20_000;
  private static final int SWAPS = 24;
  private static final int PATIENCE = 10_000;

  /** Enough lines for {@code ChainContent} to write the chain anew. */
  private static final int MANY = 350;

  /** What the neighbour saw. */
  private record Load(int connects, List<String> failures) {}

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void noConnectionFailsWhileRulesChange(String variant) throws Exception {
    try (Lab lab = Lab.create(variant);
        EchoServers here = lab.host(() -> EchoServers.open(List.of(), 443, 8443))) {
      assertTrue(here != null);
      lab.loadRejecting();
      List<RuleSet> states = states();
      Doorkeeper doorkeeper = new Doorkeeper(lab);
      doorkeeper.make(states.get(0));
      AtomicBoolean swapping = new AtomicBoolean(true);
      CompletableFuture<Load> load = new CompletableFuture<>();
      Thread dialer = new Thread(() -> dial(lab, swapping, load), "dialer");
      dialer.start();
      int swaps = 0;
      try {
        // As many swaps as fit in while the neighbour connects, and at least a full round.
        while (swaps < SWAPS || !load.isDone()) {
          swaps++;
          if (swaps % 3 == 0) {
            moveTarget(lab, swaps);
          }
          doorkeeper.make(states.get(swaps % states.size()));
          if (swaps >= SWAPS) {
            swapping.set(false);
          }
        }
      } finally {
        swapping.set(false);
        dialer.join();
      }
      Load seen = result(load);
      System.out.printf(
          "swap under load, %s: %d connects during %d applies, %d failed%n",
          variant, seen.connects(), swaps, seen.failures().size());
      assertEquals(List.of(), seen.failures());
      assertTrue(seen.connects() >= CONNECTS);
    }
  }

  private static Load result(CompletableFuture<Load> load) throws Exception {
    try {
      return load.get(60, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Somebody else's specific block, behind which the allow chain's jump must move. */
  private static void moveTarget(Lab lab, int number) throws Exception {
    for (Family family : Family.values()) {
      List<String> input =
          lab.saved(family).stream().filter(line -> line.startsWith("-A INPUT ")).toList();
      String last = Integer.toString(input.size());
      String port = Integer.toString(1000 + number);
      lab.onHost(
          lab.program(family), "-I", "INPUT", last, "-p", "tcp", "--dport", port, "-j", "DROP");
    }
  }

  /** All of them allow 443 and 8443. */
  private static List<RuleSet> states() {
    String both = "- {name: web, ports: [443, 8443]}";
    List<RuleSet> states = new ArrayList<>();
    states.add(WrittenRules.web(both).rules());
    states.add(
        WrittenRules.web(
                "- {name: web, ports: [80, 443, 8443]}",
                "- {name: telnet, ports: 23, action: block}",
                "- {name: smtp, ports: 25, action: reject, platforms: [linux]}")
            .rules());
    states.add(WrittenRules.web("- {name: one, ports: 443}", "- {name: two, ports: 8443}").rules());
    RuleSet some = WrittenRules.web(both, "- {name: many, ports: 9}").rules();
    states.add(many(some, 0));
    states.add(many(some, 1));
    states.add(
        WrittenRules.web(both, "- {name: all, protocol: any, remote: 10.77.9.0/24, action: block}")
            .rules());
    return states;
  }

  /** The second rule for many single addresses, odd or even ones. */
  private static RuleSet many(RuleSet rules, int odd) {
    List<AddressRange> addresses = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      int number = 4 * i + 2 * odd;
      String host = (number >> 8) + "." + (number & 255);
      addresses.add(AddressRange.of(IpAddress.parse("10.99." + host).orElseThrow()));
      addresses.add(
          AddressRange.of(IpAddress.parse("fd99::" + host.replace('.', ':')).orElseThrow()));
    }
    Rule first = rules.rules().get(0);
    Rule second = rules.rules().get(1);
    return new RuleSet(
        rules.policy(), List.of(first, GeneratedRules.copy(second, AddressSet.of(addresses))));
  }

  private static void dial(Lab lab, AtomicBoolean swapping, CompletableFuture<Load> load) {
    try {
      load.complete(lab.neighbour(() -> connects(swapping)));
    } catch (IOException | InterruptedException | RuntimeException e) {
      load.completeExceptionally(e);
    }
  }

  private static Load connects(AtomicBoolean swapping) {
    List<String> failures = new ArrayList<>();
    int connects = 0;
    while (connects < CONNECTS || swapping.get()) {
      Family family = connects % 2 == 0 ? Family.IPV4 : Family.IPV6;
      int cable = connects / 2 % Lab.CABLES;
      int address = connects / 4 % Lab.NEIGHBOUR_ADDRESSES;
      int port = connects % 3 == 0 ? 443 : 8443;
      connects++;
      try (Socket socket = new Socket()) {
        // No TIME_WAIT: the other side sees a reset.
        socket.setSoLinger(true, 0);
        socket.bind(new InetSocketAddress(Lab.neighbourAddress(family, cable, address), 0));
        socket.connect(new InetSocketAddress(Lab.hostAddress(family, cable, 0), port), PATIENCE);
      } catch (IOException e) {
        failures.add(family + " " + port + ": " + e);
      }
    }
    return new Load(connects, failures);
  }
}
