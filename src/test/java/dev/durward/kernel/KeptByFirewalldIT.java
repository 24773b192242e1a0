package dev.durward.kernel;

import static dev.durward.kernel.KeptRules.BANNED;
import static dev.durward.kernel.KeptRules.SOMEBODY;
import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.REFUSED;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.plan.Change;
import dev.durward.plan.Plan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that firewalld keeps: the laws that hold on iptables hold through it. */
class KeptByFirewalldIT {
  private static final int[] PORTS = {22, 23, 25, 53, 110, 443, 444, 445, 8080, 8443, 9002};

  /** What an administrator has let in and kept out. */
  private static final String ZONE =
      """
      <zone>
      <service name="ssh"/>
      <port port="23" protocol="tcp"/>
      <port port="445" protocol="tcp"/>
      <rule family="ipv4"><source address="%s"/><drop/></rule>
      <rule family="ipv6"><source address="%s"/><drop/></rule>
      <rule><port port="445" protocol="tcp"/><drop/></rule>
      </zone>
      """
          .formatted(
              Lab.neighbourAddress(Family.IPV4, 0, BANNED),
              Lab.neighbourAddress(Family.IPV6, 0, BANNED));

  private static final String RULES = KeptRules.TEXT.replace("name: dns", "name: 'd%2B +  é'");

  private static final String WEB =
      "version: 1\npolicy: web\nrules:\n  - {name: web, ports: [443, 8443]}\n";

  @TempDir private static Path folder;

  private static Lab lab;
  private static Firewalld firewalld;

  @BeforeAll
  static void open() throws Exception {
    lab = Lab.create("nft");
    lab.listen(PORTS);
    firewalld = Firewalld.on(lab, "nftables", Files.createDirectory(folder.resolve("nftables")));
  }

  @AfterAll
  static void close() throws Exception {
    firewalld.close();
    lab.close();
  }

  private static Sights asWritten() {
    return KeptRules.asWritten(REFUSED).in(SOMEBODY, 445, SILENT);
  }

  private static void assertLawsHold(Lab lab, Firewalld firewalld) throws Exception {
    firewalld.reset(ZONE);
    Map<String, List<String>> before = firewalld.all();
    Doorward durward = firewalld.durward();
    durward.apply(RULES);
    Map<String, List<String>> applied = firewalld.all();
    firewalld.run("--reload");
    assertEquals(applied, firewalld.all(), "after firewall-cmd --reload");
    assertTrue(durward.plan(RULES).isEmpty(), "after firewall-cmd --reload");
    asWritten().check(lab, "after firewall-cmd --reload");
    durward.remove("web-server");
    assertEquals(before, firewalld.all());
  }

  @Test
  void theLawsHold() throws Exception {
    assertLawsHold(lab, firewalld);
  }

  @Test
  void theyHoldWhereItsBackEndIsIptables() throws Exception {
    Path own = Files.createDirectory(folder.resolve("iptables"));
    try (Lab other = Lab.create("nft");
        Firewalld kept = Firewalld.on(other, "iptables", own)) {
      other.listen(PORTS);
      assertLawsHold(other, kept);
    }
  }

  /** Without a reload, by which all would be lost that others have told it for the time being. */
  @Test
  void whatAdministratorsTakeAwayIsMendedAndWhatTheyAddStays() throws Exception {
    firewalld.reset(ZONE);
    Doorward durward = firewalld.durward();
    durward.apply(WEB);
    firewalld.run("--add-port=8080/tcp");
    Map<String, List<String>> applied = firewalld.all();
    String rule = "--remove-rich-rule=rule priority=\"1\" port port=\"%d\" protocol=\"tcp\" accept";
    firewalld.run("--policy=durward-in-allow", rule.formatted(443));
    firewalld.run("--permanent", "--policy=durward-in-allow", rule.formatted(8443));
    new Sights().in(SOMEBODY, 443, REFUSED).in(SOMEBODY, 8443, OPEN).check(lab, "by hand");
    Plan plan = durward.plan(WEB);
    assertEquals(List.of(Change.Kind.REPLACE), plan.changes().stream().map(Change::kind).toList());
    durward.apply(WEB);
    assertEquals(applied, firewalld.all());
    new Sights().in(SOMEBODY, 443, OPEN).in(SOMEBODY, 8080, OPEN).check(lab, "mended");

    durward.remove("web");
    assertTrue(firewalld.run("--list-ports").contains("8080/tcp"), "remove leaves it too");
    assertFalse(firewalld.run("--info-policy=durward-in-allow").contains("accept"));
  }

  /** Two policies about the same port: each keeps its own, of one rule. */
  @Test
  void policiesAreKeptApart() throws Exception {
    firewalld.reset(ZONE);
    Doorward durward = firewalld.durward();
    durward.apply(WEB);
    Map<String, List<String>> first = firewalld.all();
    String other = WEB.replace("policy: web", "policy: other").replace("[443, 8443]", "[443, 444]");
    durward.apply(other);
    assertTrue(durward.plan(WEB).isEmpty());
    durward.remove("other");
    assertEquals(first, firewalld.all());
    new Sights().in(SOMEBODY, 443, OPEN).in(SOMEBODY, 444, REFUSED).check(lab, "one is left");
  }
}
