package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.CommandResult;
import dev.durward.router.RouterLab.BackEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules that say {@code router:}, on a host behind a router of its own. */
class ForwardedRulesIT {
  private static final String WEB =
      """
      version: 1
      policy: web
      rules:
        - name: https
          ports: 443
          protocol: [tcp, udp]
          router: {lease: 10m}
      """;

  /** What shuts a host but for what its rules let in. */
  private static final String[] CLOSED = {"/usr/sbin/iptables", "-A", "INPUT", "-j", "DROP"};

  @TempDir private Path folder;
  private RouterLab lab;

  @BeforeEach
  void makeLab() throws Exception {
    lab = RouterLab.create(BackEnd.NFTABLES);
    lab.listen(lab.client(), 443);
    lab.listen(lab.client(), 8443);
    String established = "RELATED,ESTABLISHED";
    lab.client()
        .run(
            "/usr/sbin/iptables",
            "-A",
            "INPUT",
            "-m",
            "conntrack",
            "--ctstate",
            established,
            "-j",
            "ACCEPT");
    lab.client().run(CLOSED);
  }

  @AfterEach
  void removeLab() throws Exception {
    lab.close();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("rules.yaml"), text);
  }

  private String durward(int code, String... words) throws Exception {
    CommandResult result = lab.client().durward(folder, words);
    String said = result.text() + result.error();
    assertEquals(code, result.exit(), said);
    assertFalse(said.contains("Exception"), said);
    return said;
  }

  private String seen() throws Exception {
    return lab.outside().tcpAnswerOf(RouterLab.WAN, 443)
        + " "
        + lab.outside().udpAnswerOf(RouterLab.WAN, 443);
  }

  private String listed() throws Exception {
    return lab.other().run("/usr/bin/upnpc", "-m", "eth0", "-l");
  }

  private String host() throws Exception {
    return lab.client().run("/usr/sbin/iptables-save").replaceAll("#.*\n|\\[[0-9:]*]", "");
  }

  @Test
  void areForwardedAndReachedAndTakenAwayWhole() throws Exception {
    lab.start();
    String before = host();
    lab.other().run("/usr/bin/upnpc", "-m", "eth0", "-a", RouterLab.OTHER, "9000", "9000", "TCP");
    String web = file(WEB).toString();
    assertEquals("nobody nobody", seen());
    String planned = durward(2, "plan", "--exit-code", "--script", web);
    assertTrue(planned.contains("router open 443/tcp --policy web --rule https"), planned);
    String applied = durward(0, "apply", "--yes", web);
    assertTrue(
        applied.contains("; so that it goes on:\n  durward router renew --timer on"), applied);
    assertEquals("client client", seen());
    assertTrue(listed().contains("TCP   443->192.168.77.10:443   'durward:web/https'"), listed());
    durward(0, "plan", "--exit-code", web);
    durward(0, "status", "--exit-code", web);
    String status = durward(0, "router", "status");
    assertTrue(status.contains("443/udp to 192.168.77.10 port 443 for web/https"), status);
    for (String[] words : new String[][] {{"status"}, {"status", web}}) {
      String given = durward(0, words);
      assertTrue(given.contains("  router      443/udp to 192.168.77.10 port 443 for web/"), given);
    }
    String json = durward(0, "status", "--output", "json").replaceAll("\\s", "");
    assertTrue(json.contains("\"router\":[{\"policy\":\"web\",\"rule\":\"https\""), json);
    String doctor = lab.client().durward(folder, "doctor").text().replaceAll("\\s+", " ");
    assertTrue(doctor.contains("no timer of Durward's asks anew often enough"), doctor);
    String timer = durward(5, "router", "renew", "--timer", "on");
    assertTrue(timer.contains("root's crontab (crontab -e): */2 * * * * "), timer);
    durward(0, "router", "renew", "--timer", "off");
    durward(0, "remove", "--yes", web);
    assertEquals("nobody nobody", seen());
    assertFalse(listed().contains("443->"), listed());
    assertTrue(listed().contains("9000->192.168.77.11:9000"), listed());
    assertEquals(before, host());
  }

  @Test
  void goBackAsOneWithTheHost() throws Exception {
    lab.start();
    String before = host();
    String two =
        WEB
            + """
              - name: refused
                ports: 22
                router: {}
            """;
    String said = durward(6, "apply", "--yes", file(two).toString());
    assertTrue(said.contains("refused by the router"), said);
    assertEquals("nobody nobody", seen());
    assertFalse(listed().contains("->192.168.77.10"), listed());
    assertEquals(before, host());
    assertTrue(durward(0, "router", "renew").contains("Nothing was given"), said);
  }

  @Test
  void followTheHistory() throws Exception {
    lab.start();
    durward(0, "apply", "--yes", file(WEB).toString());
    durward(0, "apply", "--yes", file(WEB.replace("443", "8443")).toString());
    assertEquals("nobody nobody", seen());
    assertEquals("client", lab.outside().tcpAnswerOf(RouterLab.WAN, 8443));
    assertTrue(durward(0, "history", "2").contains("forward ipv4 tcp 8443"), "history");
    durward(0, "rollback", "--yes");
    assertEquals("client client", seen());
    assertEquals("nobody", lab.outside().tcpAnswerOf(RouterLab.WAN, 8443));
  }

  @Test
  void areRefusedBeforeAnythingChangesWhereSomebodyElseHasThePort() throws Exception {
    lab.start();
    String before = host();
    lab.other().run("/usr/bin/upnpc", "-m", "eth0", "-a", RouterLab.OTHER, "443", "443", "TCP");
    String said = durward(5, "apply", "--yes", file(WEB).toString());
    assertTrue(said.contains("192.168.77.11:443"), said);
    assertTrue(said.contains("rules.yaml:5:"), said);
    assertEquals(before, host());
  }

  @Test
  void areRefusedWhereNobodyWouldReachTheRouter() throws Exception {
    lab.moveWan("192.168.50.1");
    lab.start();
    String said = durward(5, "apply", "--yes", file(WEB).toString());
    assertTrue(said.contains("192.168.77.1 says that it has no address outside"), said);
    assertTrue(durward(0, "router", "status").contains("192.168.77.1"), "status");
  }

  @Test
  void areRefusedWhereNobodyAnswersAndWhatToEnterIsTold() throws Exception {
    String said = durward(5, "plan", file(WEB).toString());
    assertTrue(said.contains("neither UPnP nor PCP nor NAT-PMP"), said);
    String page = durward(5, "router", "open", "443");
    assertTrue(page.contains("internal host   192.168.77.10"), page);
  }

  @Test
  void areSeenToBeGoneAndComeBack() throws Exception {
    lab.start();
    String web = file(WEB).toString();
    durward(0, "apply", "--yes", web);
    lab.restart(false);
    assertEquals("nobody nobody", seen());
    durward(2, "status", "--exit-code", web);
    durward(0, "apply", "--yes", web);
    assertEquals("client client", seen());
  }
}
