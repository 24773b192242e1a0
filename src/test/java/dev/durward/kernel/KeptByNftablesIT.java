package dev.durward.kernel;

import static dev.durward.kernel.KeptRules.BANNED;
import static dev.durward.kernel.KeptRules.OFFICE;
import static dev.durward.kernel.KeptRules.SOMEBODY;
import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.REFUSED;
import static dev.durward.kernel.Sights.SHUT;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.apply.Applier;
import dev.durward.apply.ApplyResult;
import dev.durward.apply.Unwritten;
import dev.durward.exec.ProcessRunner;
import dev.durward.plan.Desired;
import dev.durward.plan.Plan;
import dev.durward.plan.Planner;
import dev.durward.platform.FirewallException;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules on hosts whose firewall is native nftables: the laws that hold on iptables hold there. */
class KeptByNftablesIT {
  private static final String RULES = KeptRules.TEXT;

  private Lab lab;
  private Nft nft;
  private Doorward durward;

  private void on(String tables) throws Exception {
    lab = Lab.create("nft");
    lab.listen(22, 23, 25, 53, 110, 443, 444, 445, 8080, 8443, 9002);
    nft = new Nft(lab);
    nft.run(tables);
    durward = new Doorward(lab, nft.backend());
  }

  @AfterEach
  void close() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private static Sights asWritten() {
    return KeptRules.asWritten(SHUT).in(BANNED, 22, SILENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {Nft.DROPPING, Nft.REJECTING})
  void theLawsHold(String tables) throws Exception {
    on(tables);
    String before = nft.listed();
    new Sights().in(SOMEBODY, 443, SHUT).in(SOMEBODY, 23, OPEN).check(lab, "before");
    assertTrue(
        durward.plan(RULES).notices().stream().noneMatch(n -> n.message().contains("stays shut")));
    durward.apply(RULES);
    assertEquals(before, nft.foreign());
    asWritten().check(lab, "applied");
    durward.remove("web-server");
    assertEquals(before, nft.listed());
  }

  /** Neither new packets nor replies go out unless somebody says so. */
  @Test
  void repliesPassWhereNothingGoesOut() throws Exception {
    on(Nft.SHUT);
    String before = nft.listed();
    durward.apply(RULES);
    new Sights()
        .in(SOMEBODY, 443, OPEN)
        .udp(SOMEBODY, 53, OPEN)
        .in(OFFICE, 8443, OPEN)
        .in(SOMEBODY, 23, SILENT)
        .in(BANNED, 443, SILENT)
        .out(443, SILENT)
        .self(23, OPEN)
        .check(lab, "applied");
    durward.remove("web-server");
    assertEquals(before, nft.listed());
  }

  @Test
  void policiesAreKeptApart() throws Exception {
    on(Nft.DROPPING);
    String other =
        "version: 1\npolicy: ssh\nrules:\n  - {name: ssh, ports: [22, 443]}\n  - {name: b, ports: 23}\n";
    durward.apply(RULES);
    List<String> first = content();
    durward.apply(other);
    assertTrue(durward.plan(RULES).isEmpty());
    asWritten().check(lab, "two policies");
    durward.remove("ssh");
    assertEquals(first, content());
  }

  /** All rules, whatever their handles. */
  private List<String> content() throws IOException, InterruptedException {
    return nft.listed().lines().map(line -> line.replaceAll(" # handle \\d+$", "")).toList();
  }

  @Test
  void whatAdministratorsChangeLaterIsMended() throws Exception {
    on(Nft.DROPPING);
    durward.apply(RULES);
    nft.run(
        """
        insert rule inet filter input reject
        insert rule inet filter input ip saddr 10.77.0.12 drop
        insert rule inet filter input ip6 saddr fd77::12 drop
        flush chain inet durward input
        add rule inet filter durward-in-allow-ipv4 tcp dport 8080 accept comment "durward:web-server/x"
        """);
    new Sights().in(OFFICE, 8443, SHUT).in(SOMEBODY, 23, REFUSED).check(lab, "by hand");
    assertFalse(durward.plan(RULES).repairs().isEmpty());
    String foreign = nft.foreign();
    durward.apply(RULES);
    assertEquals(foreign, nft.foreign());
    new Sights()
        .in(SOMEBODY, 443, OPEN)
        .in(SOMEBODY, 23, SILENT)
        .in(SOMEBODY, 8080, REFUSED)
        .in(OFFICE, 443, SILENT)
        .in(OFFICE, 8443, SILENT)
        .check(lab, "mended");
  }

  @Test
  void aReloadOfTheHostsTablesIsMended() throws Exception {
    on(Nft.DROPPING);
    durward.apply(RULES);
    nft.run("delete table inet filter\n" + Nft.DROPPING);
    assertFalse(durward.plan(RULES).isEmpty());
    durward.apply(RULES);
    asWritten().check(lab, "after a reload");
    nft.run("flush ruleset\n" + Nft.DROPPING);
    String before = nft.listed();
    durward.apply(RULES);
    asWritten().check(lab, "after a flush");
    durward.remove("web-server");
    assertEquals(before, nft.listed());
  }

  @Test
  void aTransactionThatFailsChangesNothing() throws Exception {
    on(Nft.DROPPING);
    Desired desired = desired();
    Plan plan = lab.host(() -> plan(desired));
    // The rule that the jump was to come before is gone, and so is its chain.
    nft.run("delete table inet filter");
    String before = nft.listed();
    ApplyResult result =
        lab.host(
            () -> {
              try {
                return new Applier(nft.backend(), new ProcessRunner(), new Unwritten())
                    .apply(plan, desired);
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
            });
    assertInstanceOf(ApplyResult.RolledBack.class, result);
    assertEquals(before, nft.listed());
  }

  @Test
  void whatCantBeOvertakenOrWouldBeLostIsRefused() throws Exception {
    on(
        """
        table inet filter {
          chain input {
            type filter hook input priority filter; policy drop;
            meta l4proto udp drop
            ip saddr 10.77.0.13 tcp dport 443 drop
          }
        }
        """);
    assertTrue(durward.plan(RULES).isObstructed(), "a ban behind a catch-all");
    nft.run("flush chain inet filter input");
    durward.apply(RULES);
    nft.run("add rule inet durward in-allow-ipv4 tcp dport 8080 accept");
    assertTrue(durward.plan(RULES).isObstructed(), "a stranger's rule");
  }

  /** No accept overrides a drop of somebody's that is for certain packets. */
  @Test
  void whatCantBeWonIsSaid() throws Exception {
    on(
        """
        table inet filter {
          chain input {
            type filter hook input priority filter; policy drop;
            ip saddr 10.77.0.13 tcp dport 444 drop
            tcp dport 443-444 jump some
          }
          chain some { meta nfproto ipv6 tcp dport 443 drop; }
        }
        table ip early { chain in { type filter hook input priority -5; udp dport != 22 drop; }
        }
        """);
    Plan plan = durward.apply(RULES);
    List<String> told =
        plan.notices().stream()
            .map(Object::toString)
            .filter(n -> n.contains("stays shut"))
            .toList();
    assertEquals(2, told.size(), told::toString);
    assertTrue(
        told.get(0).contains("`dns` opens 53/udp, which stays shut over IPv4: "), told.get(0));
    assertTrue(told.get(0).contains("udp dport != 22 drop"), told.get(0));
    assertTrue(
        told.get(1).contains("`web` opens 443/tcp, which stays shut over IPv6"), told.get(1));
    new Sights().in(SOMEBODY, 444, OPEN).in(BANNED, 9002, OPEN).check(lab, "the others");
  }

  @Test
  void whatIptablesRefusesAsWellIsTold() throws Exception {
    on(Nft.DROPPING);
    assertFalse(durward.plan(RULES).isObstructed());
    lab.onHost("/usr/sbin/iptables-nft", "-P", "INPUT", "DROP");
    assertTrue(durward.plan(RULES).isObstructed());
  }

  private Desired desired() throws IOException {
    RuleFile file = RuleFileParser.parse("rules.yaml", RULES.getBytes(StandardCharsets.UTF_8));
    RuleFile.Usable usable = assertInstanceOf(RuleFile.Usable.class, file);
    return new Desired(
        Set.of("web-server"), nft.backend().realize(usable.rules(), Doorward.DAY), "gone");
  }

  private Plan plan(Desired desired) throws IOException {
    try {
      return Planner.plan(desired, nft.backend().snapshot());
    } catch (FirewallException | InterruptedException e) {
      throw new IOException(e);
    }
  }
}
