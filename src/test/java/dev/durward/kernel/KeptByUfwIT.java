package dev.durward.kernel;

import static dev.durward.kernel.KeptRules.BANNED;
import static dev.durward.kernel.KeptRules.OFFICE;
import static dev.durward.kernel.KeptRules.SOMEBODY;
import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules that ufw keeps: the laws that hold on iptables hold through it. */
class KeptByUfwIT {
  private static final String RULES = KeptRules.TEXT;

  @TempDir private Path folder;

  private Lab lab;

  @AfterEach
  void close() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** A host whose firewall ufw runs, with rules of an administrator's. */
  private record Scene(Lab lab, Ufw ufw, Doorward durward) {
    Plan apply() throws IOException, InterruptedException {
      return durward.apply(RULES);
    }

    /** All of ufw's: its files, what it shows, what the kernel has. */
    List<Object> all() throws IOException, InterruptedException {
      return List.of(ufw.kept(Family.IPV4), ufw.kept(Family.IPV6), ufw.numbered(), durward.saved());
    }

    /** The tuples of others, in their order. */
    Map<Family, List<String>> foreign() throws IOException {
      Map<Family, List<String>> foreign = new EnumMap<>(Family.class);
      for (Family family : Family.values()) {
        foreign.put(
            family,
            ufw.kept(family)
                .lines()
                .filter(line -> line.startsWith("### tuple"))
                .filter(line -> !line.contains("comment=647572776172643a"))
                .toList());
      }
      return foreign;
    }
  }

  private Scene on(String variant, String... commands) throws Exception {
    lab = Lab.create(variant);
    lab.listen(22, 23, 25, 53, 110, 443, 444, 445, 8080, 8443, 9002);
    Ufw ufw = Ufw.in(lab, variant, folder);
    for (Family family : Family.values()) {
      ufw.run(
          "deny",
          "from",
          Lab.neighbourAddress(family, 0, BANNED),
          "comment",
          "it's a ban".replace("'", "’"));
    }
    ufw.run("allow", "22/tcp");
    ufw.run("allow", "23/tcp");
    ufw.run("deny", "445/tcp");
    for (String command : commands) {
      ufw.run(command.split(" ", -1));
    }
    ufw.run("--force", "enable");
    return new Scene(lab, ufw, new Doorward(lab, ufw.backend()));
  }

  private static Sights asWritten() {
    return KeptRules.asWritten(SILENT).in(SOMEBODY, 445, SILENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void theLawsHold(String variant) throws Exception {
    Scene scene = on(variant);
    List<Object> before = scene.all();
    Map<Family, List<String>> foreign = scene.foreign();
    scene.apply();
    assertEquals(foreign, scene.foreign());
    asWritten().check(lab, "applied");
    scene.ufw.run("reload");
    assertTrue(scene.durward.plan(RULES).isEmpty(), "after ufw reload");
    asWritten().check(lab, "after ufw reload");
    scene.durward.remove("web-server");
    assertEquals(before, scene.all());
    scene.ufw.run("reload");
    assertEquals(before, scene.all(), "after ufw reload");
  }

  @Test
  void aCatchAllSwallowsNothingAndWhatStandsBeforeItStaysInForce() throws Exception {
    Scene scene = on("nft", "deny from any", "allow 8080/tcp");
    scene.apply();
    asWritten().check(lab, "before the catch-all");
    assertEquals("deny", word(scene.ufw.kept(Family.IPV4), 0), "a block stands first");
  }

  private static String word(String file, int tuple) {
    return file.lines()
        .filter(line -> line.startsWith("### tuple"))
        .toList()
        .get(tuple)
        .split(" ", -1)[3];
  }

  @Test
  void whatAdministratorsChangeLaterIsMended() throws Exception {
    Scene scene = on("nft");
    scene.apply();
    scene.ufw.run("insert", "1", "allow", "23");
    for (Family family : Family.values()) {
      scene.ufw.run("deny", "from", Lab.neighbourAddress(family, 0, OFFICE));
    }
    new Sights().in(SOMEBODY, 23, OPEN).in(OFFICE, 8443, OPEN).check(lab, "by hand");
    Map<Family, List<String>> foreign = scene.foreign();
    Plan mend = scene.durward.plan(RULES);
    assertFalse(mend.repairs().isEmpty());
    assertFalse(mend.before().render(mend).partings().isEmpty(), "who came in meanwhile is ended");
    scene.apply();
    assertEquals(foreign, scene.foreign());
    new Sights()
        .in(SOMEBODY, 23, SILENT)
        .in(SOMEBODY, 443, OPEN)
        .in(OFFICE, 443, SILENT)
        .in(OFFICE, 8443, SILENT)
        .check(lab, "mended");
  }

  @Test
  void whatTheKernelHasLostIsLoadedAgain() throws Exception {
    Scene scene = on("nft");
    scene.apply();
    lab.onHost(lab.program(Family.IPV6), "-F", "ufw6-user-input");
    assertFalse(scene.durward.plan(RULES).isEmpty());
    scene.apply();
    asWritten().check(lab, "loaded again");
  }

  /** Two policies and an administrator about the same port: each keeps its own. */
  @Test
  void policiesAreKeptApart() throws Exception {
    Scene scene = on("nft");
    String other =
        "version: 1\npolicy: ssh\nrules:\n  - {name: ssh, ports: [22, 443]}\n  - {name: b, ports: 23}\n";
    scene.apply();
    List<Object> first = scene.all();
    scene.durward.apply(other);
    assertTrue(scene.durward.plan(RULES).isEmpty());
    asWritten().check(lab, "two policies");
    scene.durward.remove("ssh");
    assertEquals(first, scene.all());
  }
}
