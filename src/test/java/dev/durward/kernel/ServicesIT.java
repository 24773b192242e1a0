package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is served behind an allowed port is seen through the firewall, as it is served. */
class ServicesIT {
  private static final String RULES =
      """
      version: 1
      policy: web
      rules:
        - name: as expected
          ports: 8080
          families: ipv4
          verify: {http: {path: /health, status: 204}}
        - name: not as expected
          ports: 8080
          families: ipv6
          verify:
            tls: {tls-only: true, ca: none.pem}
            http: {path: /health, status: 200}
        - name: nobody there
          ports: 8081
          families: ipv4
          verify: {tls: {min-version: TLSv1.2}}
      """;

  @TempDir private Path folder;

  private static HttpServer server() throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress("::", 8080), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Run run(Lab lab, Path runtime, String... arguments) throws Exception {
    return lab.host(
        () ->
            new Run.Setting()
                .runner(new ProcessRunner())
                .variant("-nft")
                .runtime(runtime)
                .run(arguments));
  }

  @Test
  void findingsAreThoseOfTheService() throws Exception {
    String rules = Files.writeString(folder.resolve("rules.yaml"), RULES).toString();
    try (Lab lab = Lab.create("nft")) {
      lab.loadRejecting();
      HttpServer server = lab.host(ServicesIT::server);
      try {
        Run shut = run(lab, folder, "verify", rules, "--timeout=1");
        assertEquals(3, shut.code(), shut.out() + shut.err());
        assertTrue(!shut.out().contains("served"), "nothing is served through a firewall: " + shut);
        assertEquals(0, run(lab, folder, "apply", "--yes", rules).code());
        Run open = run(lab, folder, "verify", rules);
        assertEquals(3, open.code(), open.err());
        String text = open.out();
        assertTrue(text.contains("pass     served      http-status at "), text);
        assertTrue(text.contains("/health is answered with 204, wanted is 200"), text);
        assertTrue(text.contains("TLS is not spoken"), text);
        assertTrue(text.contains("plain HTTP is answered with "), text);
        assertTrue(text.contains("there was no connection"), text);
        assertTrue(open.err().contains("rules.yaml:12:33: warning: the trusted"), open.err());
        assertTrue(open.err().contains("none.pem can't be read: there is no such"), open.err());
      } finally {
        server.stop(0);
      }
    }
  }
}
