package dev.durward.kernel;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What plans say that they take from open connections, on hosts of several shapes. */
class LossAgainstKernelIT {
  /** Each asks for the states of connections, so that the kernel has seen who opened them. */
  private static final List<String> HOSTS =
      List.of("policy-drop", "policy-drop-both-ways", "rhel-reject", "fail2ban");

  private static final int MANY = 1_000;

  /** ufw takes a third of a second for a command. */
  private static final int FEW = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"nft, 6", "legacy, 4"})
  void whereIptablesKeepsTheRules(String variant, int rounds) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      LossTrial trial = new LossTrial(variant, lab, lab.backend(), MANY);
      for (int round = 0; round < rounds; round++) {
        String host = HOSTS.get(round % HOSTS.size());
        TypicalHost.settle(host, lab);
        trial.change(host);
      }
      trial.end();
    }
  }

  @Test
  void whereNftsOwnTablesKeepThem() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      Nft nft = new Nft(lab);
      LossTrial trial = new LossTrial("nft's tables", lab, nft.backend(), MANY);
      for (int round = 0; round < 5; round++) {
        boolean closed = round % 2 == 0;
        boolean last = round % 3 == 0;
        String text =
            "flush ruleset\ntable inet host {\n"
                + chain("input", true, last)
                + chain("output", closed, !last)
                + "}\n";
        nft.run(text);
        trial.change(text);
      }
      trial.end();
    }
  }

  @Test
  void whereUfwKeepsThem() throws Exception {
    try (Lab lab = Lab.create("nft")) {
      Ufw ufw = Ufw.in(lab, "nft", folder);
      ufw.run("allow", "443");
      ufw.run("deny", "9000");
      ufw.run("--force", "enable");
      LossTrial trial = new LossTrial("ufw", lab, ufw.backend(), FEW);
      trial.changes(2, "ufw");
      trial.end();
    }
  }

  /** Everything else is dropped, by the policy or by the last rule. */
  private static String chain(String hook, boolean drops, boolean last) {
    return "chain "
        + hook
        + " { type filter hook "
        + hook
        + " priority 0; policy "
        + (drops && !last ? "drop" : "accept")
        + "; meta l4proto { icmp, ipv6-icmp } accept; tcp dport 22 ct state new accept; "
        + (hook.equals("input") ? "ct state established,related accept; " : "")
        + (drops && last ? "counter drop; " : "")
        + "}\n";
  }
}
