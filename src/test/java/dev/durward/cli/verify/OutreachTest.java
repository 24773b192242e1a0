package dev.durward.cli.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.durward.cli.Run;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code verify --outbound} on the command line, against servers on loopback. */
@Timeout(60)
class OutreachTest {
  private static HttpServer server(int status) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(any, 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void needsNoFile() throws IOException {
    HttpServer server = server(200);
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Run run = Run.offline("verify", "--outbound", url);
      assertEquals(0, run.code(), run.toString());
      String from = "from vantage self: this host opens the connections itself\n\n";
      assertTrue(run.out().startsWith(from + "(outbound)/" + url + "\n"), run.out());
      assertTrue(run.out().contains("note: " + url + " was reached\n"), run.out());
    } finally {
      server.stop(0);
    }
  }

  @Test
  void endsWith3WhereAStepFailsAndSaysWhich() throws IOException {
    HttpServer server = server(503);
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
      Run run = Run.offline("verify", "--outbound", url, "--outbound=http://127.0.0.1:1/");
      assertEquals(3, run.code(), run.toString());
      String out = run.out().replaceAll("\\s+", " ");
      assertTrue(out.contains("failed is http-status at 127.0.0.1:"), run.out());
      assertTrue(out.contains("failed is connect to 127.0.0.1:1, refused: "), run.out());
    } finally {
      server.stop(0);
    }
  }

  /** RFC 6761 section 6.4: that name is nobody's, whoever is asked, if anybody can be. */
  @Test
  void saysThatANameIsNotResolved() {
    Run run = Run.offline("verify", "--outbound=https://durward.invalid/", "--output=json");
    assertEquals(3, run.code(), run.toString());
    assertTrue(run.out().contains("\"outcome\": \"unresolved\""), run.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"www.example.com", "ftp://a.test/", "https://u:p@a.test/", "https://"})
  void refusesWhatIsNoUrl(String text) {
    Run run = Run.offline("verify", "--outbound", text);
    assertEquals(64, run.code());
    assertTrue(run.err().contains("--outbound is a URL of http or https"), run.err());
    assertEquals("", run.out());
  }

  @Test
  void withoutItAFileIsNeeded() {
    assertEquals(64, Run.offline("verify").code());
  }

  @Test
  void namesAProxyThatItDoesNotUse() {
    assertEquals(
        List.of(
            "https_proxy is set and was not used: the connections went straight out",
            "ALL_PROXY is set and was not used: the connections went straight out"),
        Outreach.unused(
            Map.of("https_proxy", "http://u:p@proxy:3128", "ALL_PROXY", "x", "http_proxy", "")));
    assertEquals(List.of(), Outreach.unused(Map.of("PATH", "/bin", "no_proxy", "*")));
  }
}
