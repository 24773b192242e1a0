package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.cli.Run;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What explain says of a host whose packets come by more than the tables of one iptables. */
class TablesBesideIT {
  private static final String[] OPEN = {
    ":INPUT DROP [0:0]", "-A INPUT -p tcp -m tcp --dport 443 -j ACCEPT"
  };

  @TempDir private Path folder;

  private Run explain(Lab lab, String variant) throws Exception {
    Run.Setting setting =
        new Run.Setting()
            .runner(new ProcessRunner())
            .variant("-" + variant)
            .runtime(folder.resolve("runtime"));
    return lab.host(() -> setting.run("explain", "443", "--family", "ipv4"));
  }

  @Test
  void aTableOfNftDecidesByTheHandlesOfItsRules() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      lab.load(Family.IPV4, OPEN);
      lab.onHost("/usr/sbin/nft", "add table inet mine");
      lab.onHost("/usr/sbin/nft", "add chain inet mine in { type filter hook input priority 10; }");
      lab.onHost("/usr/sbin/nft", "add rule inet mine in ip saddr 192.0.2.0/24 tcp dport 443 drop");
      Run said = explain(lab, "nft");
      assertEquals(0, said.code(), said.err());
      assertTrue(said.out().contains("allowed but from 192.0.2.0/24"), said.out());
      assertTrue(said.out().contains("inet mine in handle 2"), said.out());
      assertTrue(said.out().contains("ip saddr 192.0.2.0/24 tcp dport 443 drop"), said.out());
    }
  }

  @Test
  void packetsPassBothVariants() throws Exception {
    for (String kept : new String[] {"nft", "legacy"}) {
      String other = kept.equals("nft") ? "legacy" : "nft";
      try (Lab lab = Lab.create(kept)) {
        lab.load(Family.IPV4, OPEN);
        lab.onHost("/usr/sbin/iptables-" + other, "-A", "INPUT", "-p", "tcp", "-j", "DROP");
        Run said = explain(lab, kept);
        assertEquals(0, said.code(), said.err());
        assertTrue(said.out().contains("shut for everybody"), said.out());
        assertTrue(said.out().contains(other + " filter INPUT rule 1"), said.out());
        assertTrue(said.err().contains("both variants of iptables"), said.err());
      }
    }
  }
}
