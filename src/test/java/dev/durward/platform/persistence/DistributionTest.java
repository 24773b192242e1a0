package dev.durward.platform.persistence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.platform.FirewallException;
import dev.durward.platform.iptables.IptablesBackend;
import dev.durward.platform.iptables.IptablesBackend.Dump;
import dev.durward.platform.iptables.IptablesSnapshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The ways of distributions that are not to be had here, on a model: the files, links and commands
 * that their documentation names.
 */
class DistributionTest {
  private static final String EMPTY = "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n";

  private static final String LIVE =
      """
      *filter
      :INPUT ACCEPT [0:0]
      :DURWARD-IN-ALLOW - [0:0]
      -A INPUT ! -i lo -m comment --comment durward -j DURWARD-IN-ALLOW
      -A DURWARD-IN-ALLOW -p tcp -m tcp --dport 443 -m comment --comment "durward:web/x" -j ACCEPT
      COMMIT
      """;

  @TempDir private Path folder;
  private final List<String> run = new ArrayList<>();

  private void put(String file) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "");
  }

  private static IptablesSnapshot host(String dump) throws FirewallException {
    byte[] bytes = dump.getBytes(StandardCharsets.UTF_8);
    return IptablesBackend.snapshotOf(new Dump("v4", bytes), new Dump("v6", bytes));
  }

  /** A command that saves {@code LIVE} where that distribution has it. */
  private Persistence persistence(String ipv4, String ipv6) {
    return new Persistence(
        new SystemRoot(folder),
        (Command command) -> {
          run.add(command.line().replace(folder + "/", "/"));
          String file = command.line().contains("ip6") ? ipv6 : ipv4;
          Files.createDirectories(folder.resolve(file).getParent());
          Files.writeString(folder.resolve(file), LIVE);
          return new CommandResult(0, new byte[0], "", false);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "usr/libexec/iptables/iptables.init, etc/systemd/system/multi-user.target.wants/, .service,"
        + " etc/sysconfig/iptables, etc/sysconfig/ip6tables, /usr/libexec/iptables/iptables.init"
        + " save, /usr/libexec/iptables/ip6tables.init save",
    "etc/arch-release, etc/systemd/system/multi-user.target.wants/, .service,"
        + " etc/iptables/iptables.rules, etc/iptables/ip6tables.rules, /usr/bin/iptables-save -f"
        + " /etc/iptables/iptables.rules, /usr/bin/ip6tables-save -f /etc/iptables/ip6tables.rules",
    "etc/init.d/iptables, etc/runlevels/default/, '', etc/iptables/rules-save,"
        + " etc/iptables/rules6-save, /sbin/rc-service iptables save, /sbin/rc-service ip6tables"
        + " save",
  })
  void savesByItsOwnCommandWhatItsBootLoads(
      String sign,
      String level,
      String suffix,
      String ipv4,
      String ipv6,
      String save4,
      String save6)
      throws Exception {
    put(sign);
    put("run/systemd/system/x");
    Persistence persistence = persistence(ipv4, ipv6);
    // Not enabled yet: nothing would load what it saves.
    assertInstanceOf(Way.Own.class, persistence.way(Choice.AUTO, host(LIVE)));
    put(level + "iptables" + suffix);
    put(level + "ip6tables" + suffix);
    Way way = persistence.way(Choice.AUTO, host(LIVE));
    assertInstanceOf(Way.Saved.class, way);
    assertFalse(persistence.survival(host(LIVE)).same());
    assertEquals(Optional.empty(), persistence.keep(way, host(LIVE)));
    assertEquals(List.of(save4, save6), run);
    assertTrue(persistence.survival(host(LIVE)).same());
    assertFalse(persistence.survival(host(EMPTY)).same(), "what was saved would be back");
    persistence.keep(way, host(LIVE));
    assertEquals(2, run.size(), "nothing is saved twice");
  }

  @Test
  void anOpenRcServiceStandsInTheRunlevelOfIptables() throws Exception {
    put("run/openrc/softlevel");
    put("etc/init.d/sshd");
    put("etc/runlevels/boot/hostname");
    Persistence persistence = persistence("none", "none");
    Way way = persistence.way(Choice.AUTO, host(LIVE));
    assertEquals(Optional.empty(), persistence.keep(way, host(LIVE)));
    assertTrue(Files.isExecutable(folder.resolve("etc/init.d/durward")));
    Path link = folder.resolve("etc/runlevels/boot/durward");
    assertEquals(Path.of("/etc/init.d/durward"), Files.readSymbolicLink(link));
    assertTrue(persistence.survival(host(LIVE)).same());
    assertEquals(Optional.empty(), persistence.keep(way, host(EMPTY)));
    assertFalse(Files.isSymbolicLink(link));
    assertFalse(Files.exists(folder.resolve("etc/init.d/durward")));
    put("etc/runlevels/default/iptables");
    persistence.keep(way, host(LIVE));
    assertTrue(Files.isSymbolicLink(folder.resolve("etc/runlevels/default/durward")));
    assertEquals(List.of(), run);
  }

  @Test
  void aSaveThatSavesNothingIsNotBelieved() throws Exception {
    put("etc/arch-release");
    put("etc/systemd/system/multi-user.target.wants/iptables.service");
    put("etc/systemd/system/multi-user.target.wants/ip6tables.service");
    Persistence persistence = persistence("elsewhere", "elsewhere");
    Way way = persistence.way(Choice.DISTRIBUTION, host(LIVE));
    String trouble = persistence.keep(way, host(LIVE)).orElseThrow();
    assertTrue(trouble.contains("reported success"), trouble);
  }
}
