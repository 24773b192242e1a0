package dev.durward.kernel;

import static dev.durward.kernel.Sights.OPEN;
import static dev.durward.kernel.Sights.REFUSED;
import static dev.durward.kernel.Sights.SILENT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.model.Family;
import dev.durward.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others change on a host between two applies, and what Durward makes of it. */
class ForeignChangesIT {
  private static final int SOMEBODY = 0;
  private static final int BANNED = 2;

  private static final String RULES =
      """
      version: 1
      policy: web-server
      rules:
        - {name: web, ports: [80, 443]}
        - {name: no-telnet, action: block, ports: 23}
      """;

  private static final String JUMP = "! -i lo -m comment --comment durward -j DURWARD-IN-";
  private static final String MARK = "-m comment --comment durward:web-server/no-telnet";

  private Lab lab;

  @AfterEach
  void close() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  /** A host with the rules applied, and all that was on it then. */
  private record Scene(Lab lab, Doorward durward, Map<Family, List<String>> applied) {
    /** Changes the rules of both families by hand; {@code BANNED} is the banned address. */
    void byHand(String command) throws IOException, InterruptedException {
      for (Family family : Family.values()) {
        List<String> words = new ArrayList<>(List.of(lab.program(family)));
        String banned = Lab.neighbourAddress(family, 0, ForeignChangesIT.BANNED);
        words.addAll(List.of(command.replace("BANNED", banned).split(" ", -1)));
        lab.onHost(words.toArray(String[]::new));
      }
    }

    Plan plan() throws IOException, InterruptedException {
      return durward.plan(RULES);
    }

    /** The plan shows that something is wrong in both families, and applying it mends all. */
    void isMended() throws IOException, InterruptedException {
      Plan plan = plan();
      assertFalse(plan.isEmpty(), "the plan shows it");
      assertEquals(2, plan.before().render(plan).steps().size(), "in both families");
      durward.apply(RULES);
      assertEquals(applied, durward.saved());
      new Sights().in(SOMEBODY, 443, OPEN).in(SOMEBODY, 23, SILENT).check(lab, "mended");
    }
  }

  private Scene on(String host, String variant) throws Exception {
    lab = Lab.create(variant);
    lab.listen(22, 23, 80, 443);
    TypicalHost.settle(host, lab);
    Doorward durward = new Doorward(lab);
    durward.apply(RULES);
    return new Scene(lab, durward, durward.saved());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aBanPutInFirstLaterIsInForceAndNothingMoves(String variant) throws Exception {
    Scene scene = on("rhel-reject", variant);
    new Sights().in(BANNED, 443, OPEN).check(lab, "before the ban");
    scene.byHand("-N f2b-nginx");
    scene.byHand("-A f2b-nginx -s BANNED -j DROP");
    scene.byHand("-A f2b-nginx -j RETURN");
    scene.byHand("-I INPUT 1 -p tcp -m multiport --dports 80,443 -j f2b-nginx");
    Map<Family, List<String>> banned = scene.durward.saved();
    assertTrue(scene.plan().isEmpty(), () -> "the jumps stand well");
    scene.durward.apply(RULES);
    assertEquals(banned, scene.durward.saved());
    new Sights()
        .in(BANNED, 443, SILENT)
        .in(SOMEBODY, 443, OPEN)
        .in(SOMEBODY, 23, SILENT)
        .check(lab, "banned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aBlockAppendedBehindTheJumpComesToItsEffect(String variant) throws Exception {
    Scene scene = on("policy-drop-both-ways", variant);
    scene.byHand("-A INPUT -s BANNED -j DROP");
    new Sights().in(BANNED, 443, OPEN).check(lab, "the block stands too late");
    Plan plan = scene.plan();
    assertEquals(4, plan.repairs().size(), () -> "a jump less and one more a family: " + plan);
    Map<Family, List<String>> foreign = scene.durward.foreign();
    scene.durward.apply(RULES);
    assertEquals(foreign, scene.durward.foreign());
    new Sights()
        .in(BANNED, 443, SILENT)
        .in(SOMEBODY, 443, OPEN)
        .check(lab, "the block is in force");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aCatchAllPutInAboveSwallowsNothing(String variant) throws Exception {
    Scene scene = on("docker", variant);
    scene.byHand("-I INPUT 1 -p tcp -m tcp --dport 22 -j ACCEPT");
    scene.byHand("-I INPUT 2 -j REJECT");
    new Sights().in(SOMEBODY, 443, REFUSED).check(lab, "shut out");
    assertFalse(scene.plan().isEmpty());
    scene.durward.apply(RULES);
    new Sights()
        .in(SOMEBODY, 443, OPEN)
        .in(SOMEBODY, 23, SILENT)
        .in(SOMEBODY, 22, OPEN)
        .in(SOMEBODY, 9999, REFUSED)
        .check(lab, "let in again");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void anAcceptPutInFirstLaterDoesNotBeatTheBlock(String variant) throws Exception {
    Scene scene = on("rhel-reject", variant);
    scene.byHand("-I INPUT 1 -p tcp -m tcp --dport 23 -j ACCEPT");
    new Sights().in(SOMEBODY, 23, OPEN).check(lab, "opened");
    Map<Family, List<String>> foreign = scene.durward.foreign();
    assertFalse(scene.plan().isEmpty());
    scene.durward.apply(RULES);
    assertEquals(foreign, scene.durward.foreign());
    new Sights().in(SOMEBODY, 23, SILENT).check(lab, "shut again");
  }

  /** The allow has to stand before that chain, and so would open the port to the banned one. */
  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void aBanWithinTheChainOfACatchAllIsNotOvertakenInSilence(String variant) throws Exception {
    Scene scene = on("chain-by-jump", variant);
    assertFalse(scene.plan().isObstructed());
    scene.byHand("-I RH-Firewall-1-INPUT 1 -s BANNED -j DROP");
    assertFalse(scene.plan().isObstructed(), "another ban stands before");
    scene.byHand("-F f2b-all");
    Plan plan = scene.plan();
    assertTrue(plan.isObstructed());
    assertEquals(2, plan.notices().stream().filter(Diagnostic::isError).count(), "both families");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nft", "legacy"})
  void whatIsDoneToOnesOwnByHandIsShownAndMended(String variant) throws Exception {
    Scene scene = on("rhel-reject", variant);
    scene.byHand("-D INPUT " + JUMP + "ALLOW");
    new Sights().in(SOMEBODY, 443, REFUSED).check(lab, "without a jump");
    scene.isMended();
    scene.byHand("-I INPUT 3 " + JUMP + "BLOCK");
    scene.isMended();
    scene.byHand("-F DURWARD-IN-BLOCK");
    new Sights().in(SOMEBODY, 23, REFUSED).check(lab, "with an empty chain");
    scene.isMended();
    scene.byHand("-F DURWARD-IN-ALLOW");
    scene.isMended();
    scene.byHand("-R DURWARD-IN-BLOCK 2 -p tcp -m tcp --dport 24 " + MARK + " -j DROP");
    scene.isMended();
    scene.byHand("-D DURWARD-IN-BLOCK 1");
    scene.isMended();
    scene.byHand("-F");
    scene.durward.apply(RULES);
    new Sights().in(SOMEBODY, 443, OPEN).in(SOMEBODY, 23, SILENT).check(lab, "after -F");
  }
}
