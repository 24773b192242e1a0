package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.rulefile.WrittenRules;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A failed or partial read is never taken for an empty host. */
class UnreadableHostIT {
  private static final ProcessRunner ROAD = new ProcessRunner();

  private static void assertUnreadable(Lab lab, CommandRunner runner) throws Exception {
    FirewallException refusal = new Doorkeeper(lab, runner).refusal();
    assertEquals(Kind.UNREADABLE, refusal.kind(), refusal.getMessage());
  }

  private static Detour save(Family family, CommandRunner instead) {
    return new Detour(ROAD, Detour.save(family), instead);
  }

  private static CommandResult said(byte[] output) {
    return new CommandResult(0, output, "", false);
  }

  private static CommandResult said(String output) {
    return said(output.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aDumpThatIsCutIsRefused(Family family) throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      Command save = Command.of(lab.program(family) + "-save", "-c");
      byte[] whole = lab.host(() -> ROAD.run(save)).output();
      String text = new String(whole, StandardCharsets.UTF_8);
      int commit = text.lastIndexOf("COMMIT");
      for (int end = text.indexOf("*filter") + 1;
          end < commit + 6;
          end += 1 + (commit - end) / 20) {
        byte[] cut = Arrays.copyOf(whole, end);
        assertUnreadable(lab, save(family, command -> said(cut)));
      }
      assertUnreadable(lab, save(family, command -> said("hello\n")));
    }
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void aSaveThatFailsOrSaysThatItCantShowAllIsRefused(Family family) throws Exception {
    try (Lab lab = Lab.create("nft")) {
      assertUnreadable(lab, save(family, command -> Detour.failed()));
      assertUnreadable(
          lab,
          save(
              family,
              command -> {
                throw new IOException("no such program");
              }));
      assertUnreadable(lab, save(family, command -> new CommandResult(0, new byte[0], "", true)));
      assertUnreadable(
          lab,
          save(family, command -> said("# Table `filter' is incompatible, use 'nft' tool.\n")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp dport { 80, 443 } accept",
        "tcp dport vmap { 80 : accept, 81 : drop }",
        "ip saddr { 192.0.2.1, 192.0.2.7 } drop",
        "ct state established accept"
      })
  void rulesOfNftThatIptablesCantShowAreRefused(String rule) throws Exception {
    for (Family family : Family.values()) {
      try (Lab lab = Lab.create("nft")) {
        lab.loadRejecting();
        new Doorkeeper(lab).make(WrittenRules.web("- {name: a, ports: 443}").rules());
        String own = rule.replace("192.0.2.", family == Family.IPV4 ? "192.0.2." : "2001:db8::");
        String table = family == Family.IPV4 ? "ip" : "ip6";
        nft(
            lab,
            "add rule " + table + " filter INPUT " + own.replace("ip saddr", table + " saddr"));
        assertUnreadable(lab, ROAD);
      }
    }
  }

  @Test
  void aNativeSetIsSeenInChainsOfAnyNameAndNumber() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      for (String chain : List.of("drop", "#x", "a.b")) {
        lab.onHost(lab.program(Family.IPV4), "-N", chain);
        lab.onHost(lab.program(Family.IPV4), "-A", chain, "-j", "RETURN");
        assertTrue(new Doorkeeper(lab).plan(new Doorkeeper(lab).desired()).isEmpty());
      }
      nft(lab, "add rule ip filter bans tcp dport { 80, 443 } accept");
      assertUnreadable(lab, ROAD);
    }
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      for (int i = 0; i < 20; i++) {
        lab.onHost(lab.program(Family.IPV4), "-N", "chain" + i);
        lab.onHost(lab.program(Family.IPV4), "-A", "chain" + i, "-j", "RETURN");
      }
      assertTrue(new Doorkeeper(lab).plan(new Doorkeeper(lab).desired()).isEmpty());
      nft(lab, "add rule ip filter bans tcp dport { 80, 443 } accept");
      assertUnreadable(lab, ROAD);
    }
  }

  /** A long chain is not listed where it is sure that no set is there; where one is, it is. */
  @Test
  void aNativeSetIsSeenBesideThousandsOfRules() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      List<String> rules = new ArrayList<>(List.of(":many - [0:0]", "-A INPUT -j many"));
      for (int i = 0; i < 2_100; i++) {
        rules.add("-A many -s 10.0." + (i >> 8) + "." + (i & 255) + "/32 -j DROP");
      }
      lab.load(Family.IPV4, rules.toArray(String[]::new));
      List<String> listed = new ArrayList<>();
      Detour listening =
          new Detour(
              ROAD,
              command -> command.line().contains("list chain ip filter many"),
              command -> {
                listed.add(command.line());
                return ROAD.run(command);
              });
      Doorkeeper doorkeeper = new Doorkeeper(lab, listening);
      assertTrue(doorkeeper.plan(doorkeeper.desired()).isEmpty());
      assertEquals(List.of(), listed);
      nft(lab, "add rule ip filter many tcp dport { 80, 443 } accept");
      assertUnreadable(lab, listening);
      assertEquals(1, listed.size());
    }
  }

  /** nft takes its words joined by blanks. */
  private static void nft(Lab lab, String command) throws Exception {
    lab.onHost("/usr/sbin/nft", command);
  }
}
