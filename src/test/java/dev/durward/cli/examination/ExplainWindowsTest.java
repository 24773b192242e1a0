package dev.durward.cli.examination;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Dumps;
import dev.durward.cli.Run;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code explain} says of a Windows that stands in an export of its registry. */
class ExplainWindowsTest {
  private static final String REGISTRY =
      """
      Windows Registry Editor Version 5.00

      [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\
      \\FirewallPolicy\\FirewallRules]
      "{A}"="v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=443|Profile=Domain|\
      RA4=10.0.0.0/255.0.0.0|Name=HTTPS|"
      "{B}"="v2.10|Action=Block|Active=TRUE|Dir=In|Protocol=6|LPort=443|\
      RA4=10.1.0.0/255.255.0.0|Name=Not the lab|"
      "{C}"="v2.10|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8443|App=System|Name=Own|"

      [HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\SharedAccess\\Parameters\
      \\FirewallPolicy\\PublicProfile]
      "EnableFirewall"=dword:00000000
      """;

  @TempDir private Path folder;

  private Run explain(String dump, String... words) throws IOException {
    return new Dumps(folder).explain(dump, words);
  }

  @Test
  void cutsWindowsAddressesWhereRulesDo() throws IOException {
    Run run = explain(REGISTRY, "443", "--family", "ipv4");
    assertTrue(
        run.out().contains("ipv4 from 10.1.0.0/16 in profile domain, private: blocked"), run.out());
    assertTrue(run.out().contains("in profile domain: allowed\n    rule \"HTTPS\"\n"), run.out());
    assertTrue(
        run.out().contains("in profile public: allowed\n    Defender Firewall\n      policy off"),
        run.out());
    assertTrue(run.err().contains("netsh advfirewall set publicprofile state on"), run.err());
  }

  @Test
  void whatNoRuleLetsInOnWindowsWantsARuleOfItsOwn() throws IOException {
    String remedy = "try: have `- {name: NAME, ports: 8080}` in a rule file";
    Run run = explain(REGISTRY, "8080");
    assertTrue(run.err().contains("note: no rule lets 8080/tcp in"), run.err());
    assertTrue(run.err().contains(remedy), run.err());
    String sign =
        "\"{D}\"=\"v2.30|Action=Block|Active=FALSE|Dir=In|Protocol=255"
            + "|Name=inbound: block [durward:web]|Desc=[durward:web/inbound: block]|\"\n";
    Run own = explain(REGISTRY.replace("\"{C}\"", sign + "\"{C}\""), "8080");
    assertTrue(own.out().contains("inbound connections [Durward, web/inbound: block]"), own.out());
    assertTrue(own.err().contains("own rule web/inbound: block keeps it shut"), own.err());
    assertTrue(own.err().contains(remedy), own.err());
  }

  @Test
  void aProgramIsAConditionOnWindows() throws IOException {
    Run run = explain(REGISTRY, "8443");
    assertTrue(run.out().contains("  allowed, where App=System\n    rule \"Own\"\n"), run.out());
    assertTrue(run.out().contains("  otherwise blocked\n    inbound connections\n"), run.out());
    assertTrue(explain(REGISTRY, "--all").out().contains("8443/tcp"));
  }
}
