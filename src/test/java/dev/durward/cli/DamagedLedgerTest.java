package dev.durward.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.Damage;
import dev.durward.router.FakeProtocol;
import dev.durward.router.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever stands in the ledger: commands end as they may, and change nothing by it. */
class DamagedLedgerTest {
  @TempDir private Path temp;

  @Test
  void aDamagedLedgerEndsNoCommandInATrace() throws Exception {
    RoutedHost host = RoutedHost.create(temp, new FakeProtocol(Method.UPNP));
    String web = host.file("web", "- {name: https, ports: 443, router: {lease: 1h}}\n");
    String other = host.file("other", "- {name: ssh, ports: 22}\n");
    host.run(0, "apply", "--yes", web);
    List<List<String>> before = host.texts();
    byte[] whole = Files.readAllBytes(host.ledgerFile());
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("damaged ledgers: -Ddurward.seed=" + seed);
    Damage damage = new Damage(new Random(seed), List.of(whole), List.of("\"", "}", "null", "[["));
    for (int round = 0; round < 40; round++) {
      byte[] damaged = damage.next();
      if (Arrays.equals(whole, damaged)) {
        continue;
      }
      Files.write(host.ledgerFile(), damaged);
      for (List<String> words :
          List.of(
              List.of("plan", web),
              List.of("apply", "--yes", web),
              List.of("remove", "--yes", web),
              List.of("apply", "--yes", other),
              List.of("status", web),
              List.of("rollback", "--yes"),
              List.of("router", "status"),
              List.of("router", "open", "8443"),
              List.of("router", "close", "443"),
              List.of("router", "renew"))) {
        String said = host.run(5, words.toArray(String[]::new));
        assertTrue(said.contains("router.json"), words + said);
        assertTrue(said.contains("remove that file, then look at the router"), said);
      }
      host.run(0, "history");
    }
    assertEquals(before, host.texts());
  }
}
