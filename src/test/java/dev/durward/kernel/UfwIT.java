package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A host whose firewall is ufw's, and Durward beside it in iptables ({@code --platform iptables}):
 * each leaves what is the other's, and both have their effect.
 */
class UfwIT {
  private static final int SOMEBODY = 0;
  private static final int BANNED = 2;

  private static final String RULES =
      """
      version: 1
      policy: web-server
      rules:
        - {name: web, ports: [443, 445]}
        - {name: no telnet, action: block, ports: 23}
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void livesBesideUfwWhateverThatDoes(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.listen(22, 23, 443, 445, 8080);
      Ufw ufw = Ufw.in(lab, variant, folder);
      ban(ufw);
      ufw.run("allow", "22/tcp");
      ufw.run("allow", "23/tcp");
      ufw.run("--force", "enable");
      Doorward durward = new Doorward(lab);
      Map<Family, List<String>> before = durward.saved();
      new Sights().in(SOMEBODY, 443, SILENT).in(SOMEBODY, 23, OPEN).check(lab, "ufw alone");

      durward.apply(RULES);
      assertEquals(before, durward.foreign());
      bothHold().in(SOMEBODY, 8080, SILENT).check(lab, "applied");
      Map<Family, List<String>> own = own(durward);

      ufw.run("allow", "8080/tcp");
      isUnchanged(durward, own);
      bothHold().in(SOMEBODY, 8080, OPEN).check(lab, "ufw allow");

      ufw.run("reload");
      isUnchanged(durward, own);
      bothHold().check(lab, "ufw reload");

      ufw.run("disable");
      isUnchanged(durward, own);
      new Sights().in(SOMEBODY, 443, OPEN).in(SOMEBODY, 23, SILENT).check(lab, "ufw disable");

      ufw.run("--force", "enable");
      isUnchanged(durward, own);
      bothHold().check(lab, "ufw enable");

      Map<Family, List<String>> foreign = durward.foreign();
      durward.remove("web-server");
      assertEquals(foreign, durward.saved());
      new Sights().in(SOMEBODY, 443, SILENT).in(SOMEBODY, 23, OPEN).check(lab, "ufw alone again");
    }
  }

  /** ufw appends its jumps, so that its bans come behind Durward's allow until the next apply. */
  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void theNextApplyGoesBehindAnUfwThatCameLater(String variant) throws Exception {
    try (Lab lab = Lab.create(variant)) {
      lab.listen(23, 443);
      Doorward durward = new Doorward(lab);
      durward.apply(RULES);
      Ufw ufw = Ufw.in(lab, variant, folder);
      ban(ufw);
      ufw.run("--force", "enable");
      new Sights().in(BANNED, 443, OPEN).check(lab, "ufw came later");
      assertFalse(durward.plan(RULES).isEmpty(), "the jump stands before a ban");
      durward.apply(RULES);
      new Sights()
          .in(BANNED, 443, SILENT)
          .in(SOMEBODY, 443, OPEN)
          .in(SOMEBODY, 23, SILENT)
          .check(lab, "applied again");
    }
  }

  private static void ban(Ufw ufw) throws IOException, InterruptedException {
    for (Family family : Family.values()) {
      ufw.run("deny", "from", Lab.neighbourAddress(family, 0, BANNED));
    }
  }

  /**
   * What is to be seen while both are at work. ufw drops port 445 by a rule of its own, which is no
   * catch-all and so keeps its effect.
   */
  private static Sights bothHold() {
    return new Sights()
        .in(SOMEBODY, 443, OPEN)
        .in(SOMEBODY, 445, SILENT)
        .in(SOMEBODY, 23, SILENT)
        .in(SOMEBODY, 22, OPEN)
        .in(BANNED, 443, SILENT)
        .in(BANNED, 22, SILENT);
  }

  /** Durward's own lines, and that a plan finds nothing to mend. */
  private static void isUnchanged(Doorward durward, Map<Family, List<String>> own)
      throws IOException, InterruptedException {
    assertEquals(own, own(durward));
    assertTrue(durward.plan(RULES).isEmpty());
  }

  private static Map<Family, List<String>> own(Doorward durward)
      throws IOException, InterruptedException {
    Map<Family, List<String>> own = new EnumMap<>(durward.saved());
    own.replaceAll((f, all) -> all.stream().filter(line -> line.contains("DURWARD-")).toList());
    return own;
  }
}
