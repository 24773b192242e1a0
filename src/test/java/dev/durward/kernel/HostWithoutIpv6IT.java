package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Java looks for IPv6 when it starts, and opens no socket of it on a host that has none. */
class HostWithoutIpv6IT {
  private static final String RULES =
      "version: 1\npolicy: web\nrules:\n  - {name: web, ports: 81}\n";

  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void itsIpv4IsProvedAndTheRestUntested() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.onHost("/sbin/sysctl", "-qw", "net.ipv6.conf.all.disable_ipv6=1");
      new Doorward(lab).apply(RULES);
      Path file = Files.writeString(folder.resolve("rules.yaml"), RULES);
      Program program =
          Program.start(lab, folder, "verify", "--output=json", "--listen", file.toString());
      JsonNode report =
          new ObjectMapper().readTree(program.process().getInputStream().readAllBytes());
      assertEquals(3, program.process().waitFor(), Files.readString(Program.errors(folder)));
      Set<String> said = new TreeSet<>();
      for (JsonNode result : report.get("results")) {
        String family = result.get("subject").asText().contains("[") ? "ipv6 " : "ipv4 ";
        String outcome = result.get("outcome").asText();
        said.add(family + outcome + " " + result.get("verdict").asText());
      }
      assertEquals(Set.of("ipv4 open pass", "ipv6 untested untested"), said);
      assertFalse(report.toString().contains("no listener"), report::toPrettyString);
    }
  }
}
