package dev.durward.router;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.CommandResult;
import dev.durward.exec.RunningProcess;
import dev.durward.kernel.FarHost;
import dev.durward.router.RouterLab.BackEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a router leads to this host, as those outside see it. */
class RouterVerifyIT {
  private static final String WEB =
      """
      version: 1
      policy: web
      rules:
        - name: https
          ports: 443
          protocol: [tcp, udp]
          router: {lease: 10m}
        - name: plain
          ports: 8443
          router: {external-port: 8444, lease: 10m}
        - name: nobody
          ports: 9000
          router: {lease: 10m}
      """;

  @TempDir private Path folder;
  private RouterLab lab;
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void makeLab() throws Exception {
    lab = RouterLab.create(BackEnd.NFTABLES);
  }

  @AfterEach
  void removeLab() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
    lab.close();
  }

  private String durward(int code, String... words) throws Exception {
    return said(code, lab.client().durward(folder, words));
  }

  private static String said(int code, CommandResult result) {
    String said = result.text() + result.error();
    assertEquals(code, result.exit(), said);
    assertFalse(said.contains("Exception"), said);
    return said;
  }

  /** A web server with a certificate, and what answers beside it; nobody waits on port 9000. */
  private TlsServer serve() throws Exception {
    TlsServer web = TlsServer.start(lab.client(), folder);
    open.add(web);
    open.add(lab.client().listenUdp(443));
    lab.listen(lab.client(), 8443);
    return web;
  }

  private void apply() throws IOException, InterruptedException {
    Path rules = Files.writeString(folder.resolve("rules.yaml"), WEB);
    said(0, lab.client().durward(folder, "apply", "--yes", rules.toString()));
  }

  private FarHost sshdAt(Site site, String address) throws Exception {
    Path keys = Files.createDirectories(folder.resolve("ssh"));
    FarHost far = FarHost.start(site::call, lab.client()::call, address, keys, List.of());
    open.add(far);
    return far;
  }

  @ParameterizedTest
  @ValueSource(strings = {"enable_upnp=yes", "enable_upnp=no"})
  void isSeenFromSecondMachineOutside(String protocols) throws Exception {
    TlsServer web = serve();
    lab.start(protocols);
    apply();
    FarHost far = sshdAt(lab.outside(), RouterLab.OUTSIDE);
    String seen =
        said(
            3,
            lab.client().durward(folder, far::known, "router", "verify", "--vantage", "ssh:far"));
    assertTrue(
        seen.contains("pass     open        tcp 11.22.33.1:443 from 11.22.33.2, which leads"),
        seen);
    assertTrue(seen.contains("pass     answered    udp 11.22.33.1:443 from 11.22.33.2"), seen);
    assertTrue(seen.contains("TLSv1.3, TLS_AES_256_GCM_SHA384, CN=www.example.com"), seen);
    assertTrue(seen.contains("pass     open        tcp 11.22.33.1:8444 from 11.22.33.2"), seen);
    assertFalse(seen.contains("tls at 11.22.33.1:8444"), seen);
    assertTrue(seen.contains("FAIL     refused     tcp 11.22.33.1:9000"), seen);
    String some =
        said(
            0,
            lab.client()
                .durward(
                    folder,
                    far::known,
                    "router",
                    "verify",
                    "443",
                    "443/udp",
                    "8443",
                    "--vantage",
                    "ssh:far"));
    assertTrue(some.contains("4 passed, 0 failed, 0 untested"), some);
    assertTrue(web.greets(lab.outside()));
  }

  @Test
  void isNotSeenFromInside() throws Exception {
    lab.start();
    serve();
    apply();
    String self = durward(3, "router", "verify");
    assertTrue(self.contains("0 passed, 0 failed, 4 untested"), self);
    assertTrue(self.contains("from inside nobody can tell: most routers don't lead back"), self);
    // Where bridges ask netfilter, the router's rules are asked about neighbours too.
    String neighbours = "insert rule inet filter forward iifname brlan oifname brlan accept";
    lab.router().feed(neighbours, "/usr/sbin/nft", "-f", "-");
    FarHost far = sshdAt(lab.other(), RouterLab.OTHER);
    String inside =
        said(
            3,
            lab.client().durward(folder, far::known, "router", "verify", "--vantage", "ssh:far"));
    assertTrue(inside.contains("far is not outside: it sees this host by 192.168.77.10,"), inside);
    assertTrue(inside.contains("0 passed, 0 failed, 4 untested"), inside);
  }

  @Test
  void isSeenByReflector() throws Exception {
    lab.start();
    serve();
    apply();
    String url = reflector(WebPage::connectsBack);
    String seen = durward(3, "router", "verify", "443", "9000", "--reflector", url);
    assertTrue(seen.contains("pass     open        tcp 11.22.33.1:443, which leads"), seen);
    assertTrue(seen.contains("FAIL     unreached   tcp 11.22.33.1:9000, which leads"), seen);
    durward(0, "router", "verify", "443", "443/udp", "8443", "--reflector", url);
  }

  /** What the README shows for one is one. */
  @Test
  void theReflectorThatIsShownIsOne() throws Exception {
    Path python = Path.of("/usr/bin/python3");
    Assumptions.assumeTrue(Files.isExecutable(python), "skipped: no python3");
    lab.start();
    serve();
    apply();
    String shown = Files.readString(Path.of("README.md")).split("```python\n|```\n\n`--o", -1)[1];
    Path script = Files.writeString(folder.resolve("reflector.py"), shown);
    List<String> command = List.of(python.toString(), script.toString());
    open.add(lab.outside().call(() -> RunningProcess.start(command, Map.of())));
    lab.outside().awaitTcp(8080);
    String url = "http://11.22.33.2:8080/?h={host}&p={port}&t={protocol}";
    durward(0, "router", "verify", "443", "8443", "--reflector", url);
    String seen = durward(3, "router", "verify", "9000", "443/udp", "--reflector", url);
    assertTrue(seen.contains("FAIL     unreached   tcp 11.22.33.1:9000, which leads"), seen);
    assertTrue(seen.contains("untested -           udp 11.22.33.1:443, which leads"), seen);
  }

  @Test
  void reflectorsThatMisbehaveTellNothing() throws Exception {
    lab.start();
    apply();
    assertTrue(
        untested(
            "answered with status 302",
            exchange -> {
              exchange.getResponseHeaders().add("Location", "http://11.22.33.2:1/");
              exchange.sendResponseHeaders(302, -1);
            }));
    assertTrue(untested("answered with status 200", exchange -> WebPage.answer(exchange, "yes")));
    assertTrue(
        untested(
            "answered with status 200",
            exchange -> WebPage.answer(exchange, "{\"reachable\": true, \"x\": 1}")));
    assertTrue(
        untested(
            "answered with status 200",
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              byte[] blank = " ".repeat(4096).getBytes(StandardCharsets.US_ASCII);
              for (int i = 0; i < 1024; i++) {
                exchange.getResponseBody().write(blank);
              }
            }));
    assertTrue(untested("did not answer within 15 s", exchange -> {}));
    String refused =
        durward(
            3, "router", "verify", "--reflector", "http://11.22.33.2:1/{host}/{port}/{protocol}");
    assertTrue(refused.contains("could not be asked"), refused);
    String usage =
        durward(64, "router", "verify", "--reflector", "http://{host}:{port}/{protocol}");
    assertTrue(usage.contains("behind its host"), usage);
  }

  /** Whether nothing is concluded, for that reason. */
  private boolean untested(String why, WebPage.Page page) throws Exception {
    int[] asked = {0};
    String url =
        reflector(
            exchange -> {
              asked[0]++;
              page.show(exchange);
            });
    String seen = durward(3, "router", "verify", "--reflector", url);
    assertEquals(why.startsWith("answered") ? 4 : 1, asked[0], seen);
    assertTrue(seen.contains("0 passed, 0 failed, 4 untested"), seen);
    return seen.replaceAll("\\s+", " ").contains(why);
  }

  private String reflector(WebPage.Page page) throws Exception {
    WebPage made = WebPage.start(lab.outside(), page);
    open.add(made);
    return "http://11.22.33.2:" + made.port() + "/try?host={host}&port={port}&protocol={protocol}";
  }
}
