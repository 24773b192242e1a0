package dev.durward.kernel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.durward.model.Family;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code verify --outbound}: a neighbour's server, and what may stand in the way of it. */
class OutboundIT {
  @TempDir private Path folder;

  private static HttpServer server(int port, int status) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("::", port), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  /** What answers plain HTTP to whatever comes, as many portals do. */
  private static ServerSocket portal() throws IOException {
    ServerSocket server = new ServerSocket(443);
    Thread thread =
        new Thread(
            () -> {
              while (!server.isClosed()) {
                try (Socket peer = server.accept()) {
                  byte[] answer = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);
                  peer.getOutputStream().write(answer);
                  peer.shutdownOutput();
                  peer.getInputStream().readAllBytes();
                } catch (IOException e) {
                  // the peer went away, or the test is over
                }
              }
            });
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  private static String url(Family family, String scheme) {
    String address = Lab.neighbourAddress(family, 0, 0);
    return scheme + "://" + (family == Family.IPV6 ? "[" + address + "]" : address) + "/";
  }

  @Test
  void reachesANeighbourInBothFamilies() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      HttpServer web = lab.neighbour(() -> server(80, 204));
      try {
        for (Family family : Family.values()) {
          String url = url(family, "http");
          Verified verified = Verified.on(lab, folder, "--outbound", url);
          assertEquals(0, verified.run().code(), verified.run().toString());
          assertEquals("self", verified.json().get("vantage").asText());
          assertEquals(url + " was reached", verified.json().get("notes").get(0).asText());
        }
      } finally {
        web.stop(0);
      }
    }
  }

  @Test
  void namesPlainHttpWhereTlsIsAskedFor() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      try (ServerSocket portal = lab.neighbour(OutboundIT::portal)) {
        Verified verified = Verified.on(lab, folder, "--outbound", url(Family.IPV4, "https"));
        assertEquals(3, verified.run().code(), verified.run().toString());
        assertTrue(verified.run().out().contains("speaks HTTP without TLS"));
        assertTrue(verified.run().out().contains("does a captive portal or a proxy answer?"));
        assertTrue(portal.isBound());
      }
    }
  }

  /** The host's own OUTPUT chain and the neighbour's INPUT chain stand in the way alike. */
  @ParameterizedTest
  @CsvSource({
    "-A INPUT -p tcp --dport 443 -j DROP, filtered",
    "-A INPUT -p tcp --dport 443 -j REJECT --reject-with tcp-reset, refused",
    "-A INPUT -p tcp --dport 443 -j REJECT --reject-with icmp-admin-prohibited, rejected",
    "-A OUTPUT -p tcp --dport 443 -j DROP, filtered",
    "-A OUTPUT -p tcp --dport 443 -j REJECT --reject-with icmp-admin-prohibited, rejected",
    "'', refused",
  })
  void saysWhatStandsInTheWay(String rule, String outcome) throws Exception {
    for (Family family : Family.values()) {
      try (Lab lab = Lab.create("nft")) {
        String[] words =
            (family == Family.IPV4 ? rule : rule.replace("icmp-admin", "icmp6-adm")).split(" ", -1);
        String tool = lab.program(family);
        if (rule.startsWith("-A INPUT")) {
          lab.onNeighbour(join(tool, words));
        } else if (!rule.isEmpty()) {
          lab.onHost(join(tool, words));
        }
        Verified verified = Verified.on(lab, folder, "--outbound", url(family, "https"));
        assertEquals(3, verified.run().code(), verified.run().toString());
        List<String> lines = verified.lines(result -> true);
        assertEquals(1, lines.size(), lines::toString);
        assertTrue(lines.get(0).endsWith(":443: " + outcome + " fail"), lines::toString);
      }
    }
  }

  private static String[] join(String tool, String... words) {
    String[] all = new String[words.length + 1];
    all[0] = tool;
    System.arraycopy(words, 0, all, 1, words.length);
    return all;
  }

  @Test
  void saysThatThereIsNoRoute() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      for (String address : List.of("203.0.113.7", "[2001:db8::7]")) {
        Verified verified = Verified.on(lab, folder, "--outbound", "https://" + address);
        assertEquals(3, verified.run().code(), verified.run().toString());
        assertTrue(verified.lines(result -> true).get(0).endsWith(": no-route fail"));
      }
    }
  }

  @Test
  void standsBesideTheRulesInEveryReport() throws Exception {
    String rules =
        Files.writeString(
                folder.resolve("rules.yaml"),
                "version: 1\npolicy: web\nrules: [{name: A, ports: 80, action: block}]\n")
            .toString();
    try (Lab lab = Lab.create("nft")) {
      for (Family family : Family.values()) {
        lab.load(family, ":INPUT ACCEPT [0:0]", "-A INPUT -p tcp --dport 80 -j DROP");
      }
      HttpServer web = lab.neighbour(() -> server(8080, 200));
      try {
        String url = "http://10.77.0.11:8080/";
        Path junit = folder.resolve("a.xml");
        Path metrics = folder.resolve("a.prom");
        Path page = folder.resolve("a.html");
        Verified verified =
            Verified.on(
                lab,
                folder,
                rules,
                "--outbound=" + url,
                "--junit=" + junit,
                "--prometheus=" + metrics,
                "--report=" + page);
        assertEquals(0, verified.run().code(), verified.run().toString());
        assertEquals("netns", verified.json().get("results").get(0).get("vantage").asText());
        assertEquals("self", verified.json().get("results").get(2).get("vantage").asText());
        assertTrue(Files.readString(junit).contains("name=\"(outbound) from self\""));
        String series =
            "durward_verify_results{policy=\"(outbound)\",vantage=\"self\",verdict=\"passed\"} 2";
        assertTrue(Files.readString(metrics).contains(series), Files.readString(metrics));
        assertTrue(Files.readString(page).contains(url));
      } finally {
        web.stop(0);
      }
    }
  }
}
