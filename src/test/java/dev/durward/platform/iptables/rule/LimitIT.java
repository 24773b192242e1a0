package dev.durward.platform.iptables.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.RateLimit;
import dev.durward.model.RateLimit.Unit;
import dev.durward.platform.host.Capabilities;
import dev.durward.platform.host.NetworkNamespace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates as the real {@code iptables} keeps and prints them. */
class LimitIT {
  private static final int HIGHEST = 10_000;

  /** Every small rate, then ever fewer; without those that the check refuses as too slow. */
  private static List<RateLimit> sample() {
    List<RateLimit> sample = new ArrayList<>();
    for (Unit unit : Unit.values()) {
      for (int count = 1; count <= HIGHEST; count += 1 + count / 120) {
        sample.add(new RateLimit(count, unit));
      }
      sample.add(new RateLimit(HIGHEST, unit));
    }
    sample.removeIf(limit -> limit.unit() == Unit.DAY && !Limit.isExpressible(limit));
    assertTrue(sample.contains(new RateLimit(4, Unit.DAY)));
    return sample;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void isPrintedAsIptablesSavePrintsIt(String variant) throws Exception {
    Capabilities capabilities = Capabilities.current();
    Assumptions.assumeTrue(
        capabilities.netAdmin() && capabilities.sysAdmin(),
        "skipped: needs CAP_NET_ADMIN and CAP_SYS_ADMIN to make network namespaces");
    List<RateLimit> sample = sample();
    StringBuilder rules = new StringBuilder("*filter\n:LIMITS - [0:0]\n");
    for (RateLimit limit : sample) {
      String written = limit.count() + "/" + limit.unit().name().toLowerCase(Locale.ROOT);
      rules.append("-A LIMITS -m limit --limit ").append(written).append(" -j RETURN\n");
    }
    String program = "/usr/sbin/iptables-" + variant;
    String saved;
    try (NetworkNamespace namespace = NetworkNamespace.create()) {
      Command restore = Command.of(program + "-restore").withInput(rules + "COMMIT\n");
      saved =
          namespace.call(
              () -> {
                checked(restore);
                return checked(Command.of(program + "-save"));
              });
    }
    List<String> printed = saved.lines().filter(line -> line.startsWith("-A LIMITS ")).toList();
    assertEquals(sample.size(), printed.size());
    for (int i = 0; i < printed.size(); i++) {
      String text = Limit.text(sample.get(i));
      assertEquals(
          "-A LIMITS -m limit --limit " + text + " -j RETURN", printed.get(i), sample.get(i) + "");
      assertEquals(Limit.canonical(sample.get(i).toString()), Limit.canonical(text));
    }
    System.out.printf("limits, %s: %d rates printed alike%n", variant, printed.size());
    assertTrue(printed.size() > 1000);
  }

  private static String checked(Command command) throws IOException, InterruptedException {
    CommandResult result = new ProcessRunner().run(command);
    if (!result.succeeded()) {
      throw new IOException(command.line() + ": " + result.complaint());
    }
    return result.text();
  }
}
