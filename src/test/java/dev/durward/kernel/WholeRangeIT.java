package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.durward.model.Family;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every TCP port of a host, half of them dropped, some of them served on either side. */
class WholeRangeIT {
  private static final int PORTS = 65_535;
  private static final int FIRST_BLOCKED = 32_768;
  private static final int EACH_SERVED = 512;
  private static final long MOST_KILOBYTES = 150_000;
  private static final String RULES =
      """
      version: 1
      policy: range
      defaults: {families: ipv4}
      rules:
        - {name: lower half, ports: 1-32767, local: %1$s}
        - {name: upper half, ports: 32768-65535, local: %1$s, action: block}
      """
          .formatted(Lab.hostAddress(Family.IPV4, 0, 0));

  @TempDir private Path folder;

  private static String expected(int port) {
    return port >= FIRST_BLOCKED ? "filtered" : port % EACH_SERVED == 0 ? "open" : "refused";
  }

  @Test
  @Timeout(180)
  void noPortIsMisjudgedAndLittleMemoryTaken() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      new Doorward(lab).apply(RULES);
      List<ServerSocketChannel> servers = lab.host(WholeRangeIT::serve);
      try {
        Path file = Files.writeString(folder.resolve("rules.yaml"), RULES);
        Program program =
            Program.start(
                lab,
                folder,
                "verify",
                "--all-ports",
                "--timeout=1",
                "--output=json",
                file.toString());
        String[] seen = new String[PORTS + 1];
        String[] predicted = new String[PORTS + 1];
        Map<String, Integer> verdicts = new TreeMap<>();
        long peak = read(program, seen, predicted, verdicts);
        int code = program.process().waitFor();
        String[] wanted = new String[PORTS + 1];
        Arrays.setAll(wanted, port -> port == 0 ? null : expected(port));
        assertEquals(List.of(), differences(wanted, seen));
        Arrays.setAll(wanted, port -> port == 0 ? null : port < FIRST_BLOCKED ? "open" : "shut");
        assertEquals(List.of(), differences(wanted, predicted));
        assertEquals(Map.of("pass", PORTS), verdicts);
        assertEquals(0, code, Files.readString(Program.errors(folder)));
        assertTrue(peak > 0 && peak < MOST_KILOBYTES, peak + " kB");
      } finally {
        for (ServerSocketChannel server : servers) {
          server.close();
        }
      }
    }
  }

  private static List<ServerSocketChannel> serve() throws IOException {
    List<ServerSocketChannel> servers = new ArrayList<>();
    for (int port = EACH_SERVED; port <= PORTS; port += EACH_SERVED) {
      String address = Lab.hostAddress(Family.IPV4, 0, 0);
      servers.add(ServerSocketChannel.open().bind(new InetSocketAddress(address, port)));
    }
    return servers;
  }

  /** Returns the most memory taken until almost all was read: a pipe holds little of it. */
  private static long read(
      Program program, String[] seen, String[] predicted, Map<String, Integer> verdicts)
      throws IOException {
    long peak = 0;
    try (InputStream output = program.process().getInputStream();
        JsonParser json = new JsonFactory().createParser(output)) {
      int port = 0;
      while (json.nextToken() != null) {
        if (json.currentToken() != JsonToken.VALUE_STRING) {
          continue;
        }
        switch (json.currentName()) {
          case "subject" -> port = port(json.getText());
          case "predicted" -> predicted[port] = json.getText();
          case "outcome" -> seen[port] = json.getText();
          case "verdict" -> {
            verdicts.merge(json.getText(), 1, Integer::sum);
            peak = port % EACH_SERVED == 0 ? Math.max(peak, program.peak()) : peak;
          }
          default -> {}
        }
      }
    }
    return peak;
  }

  private static int port(String subject) {
    return Integer.parseInt(subject.replaceFirst("^tcp [0-9.]+:([0-9]+) from .*$", "$1"));
  }

  private static List<String> differences(String[] wanted, String[] seen) {
    List<String> differences = new ArrayList<>();
    for (int port = 1; port <= PORTS && differences.size() < 10; port++) {
      if (!wanted[port].equals(seen[port])) {
        differences.add(port + " is " + wanted[port] + ", judged " + seen[port]);
      }
    }
    return differences;
  }
}
