package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.diagnostic.Place;
import dev.durward.diagnostic.SourceMap;
import dev.durward.kernel.GeneratedFlows;
import dev.durward.kernel.GeneratedRules;
import dev.durward.model.Flow;
import dev.durward.model.Inbound;
import dev.durward.model.RuleSet;
import dev.durward.model.Verdict.Decision;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.script.ScriptForm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts for Windows, run against the model of netsh: they give what {@code apply} gives. */
class RenderedScriptsTest {
  private static final int SETS = 60;
  private static final List<Language> LANGUAGES =
      List.of(Language.ENGLISH, Language.GERMAN, Language.FRENCH, Language.CHINESE);
  private static final Map<String, String> FOREIGN =
      Map.of(
          "{11111111-2222-3333-4444-555555555555}",
          "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=3389|Name=Remote Desktop|",
          "{22222222-2222-3333-4444-555555555555}",
          "v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=80|Name=a [durward:webb]|");

  private final long seed = Long.getLong("durward.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final GeneratedRules generated = new GeneratedRules(seed);

  @TempDir private Path folder;

  RenderedScriptsTest() {
    System.out.println("rendered scripts: -Ddurward.seed=" + seed);
  }

  private RuleSet ruleSet() {
    return GeneratedRules.portable(generated.whole("web"));
  }

  private static DefenderHost host() {
    DefenderHost host = DefenderHost.loose();
    FOREIGN.forEach(host::with);
    return host;
  }

  private static String script(ScriptForm form, RuleSet rules) {
    var realized = DefenderHost.empty().backend().realize(rules, DefenderHost.TODAY);
    return form.write(List.of(new ScriptSource("rules.yaml", rules, realized)));
  }

  private int runCmd(DefenderHost host, RuleSet rules, Settings settings) {
    return new BatchFile(script(ScriptForm.CMD, rules), host.store(), settings).run();
  }

  private void runNetsh(DefenderHost host, RuleSet rules) throws Exception {
    StringBuilder commands = new StringBuilder();
    // The model doesn't know comments, which netsh's own dumps begin with.
    script(ScriptForm.NETSH, rules)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(line -> commands.append(line).append("\r\n"));
    Path file = folder.resolve("script.txt");
    Files.writeString(file, commands, StandardCharsets.US_ASCII);
    NetshModel netsh = new NetshModel(host.store(), Settings.of(Language.ENGLISH));
    assertEquals(0, netsh.run(List.of("-f", file.toString())).exitCode());
  }

  /** What apply would give, but for what a sign tells of before, which scripts don't know. */
  private static List<String> applied(RuleSet rules) throws Exception {
    DefenderHost host = host();
    host.make(rules);
    return rules(host);
  }

  private static List<String> rules(DefenderHost host) {
    return host.texts().stream()
        .filter(text -> text.startsWith("v"))
        .map(text -> text.replaceFirst(" \\[came in before: [a-z, ]*\\]", ""))
        .sorted()
        .toList();
  }

  /** Scripts shut, and never open; the rest of a profile is as it was. */
  private static void isSet(DefenderHost host, List<String> before, boolean shut) {
    List<String> now = host.texts().stream().filter(text -> !text.startsWith("v")).toList();
    List<String> then = before.stream().filter(text -> !text.startsWith("v")).toList();
    assertEquals(
        shut
            ? then.stream().map(each -> each.replace("InboundAction=0", "InboundAction=1")).toList()
            : then,
        now);
  }

  @Test
  void aBatchFileGivesWhatApplyGivesWhateverWasThere() throws Exception {
    int rules = 0;
    DefenderHost host = host();
    for (int i = 0; i < SETS; i++) {
      RuleSet next = ruleSet();
      Language language = LANGUAGES.get(i % LANGUAGES.size());
      for (int run = 0; run < 2; run++) {
        List<String> before = host.texts();
        assertEquals(0, runCmd(host, next, Settings.of(language)), "seed " + seed);
        assertEquals(applied(next), rules(host), "seed " + seed + ", run " + run);
        isSet(host, before, next.inbound() == Inbound.BLOCK);
        assertTrue(host.plan(host.desired(next)).isEmpty(), "seed " + seed);
      }
      rules += host.store().values().size() - FOREIGN.size();
    }
    runCmd(host, new RuleSet("web", List.of()), Settings.of(Language.GERMAN));
    assertEquals(FOREIGN, new TreeMap<>(host.store().values()));
    System.out.println(SETS + " batch files, each run twice, " + rules + " rules");
  }

  @Test
  void aNetshScriptGivesWhatApplyGivesOnAHostWithoutThePolicy() throws Exception {
    for (int i = 0; i < SETS; i++) {
      RuleSet next = new RuleSet("web", ruleSet().rules());
      DefenderHost host = host();
      for (int run = 0; run < 2; run++) {
        runNetsh(host, next);
        assertEquals(applied(next), rules(host), "seed " + seed + ", run " + run);
      }
    }
  }

  @Test
  void noAllowedPortIsShutOnTheWay() throws Exception {
    GeneratedFlows flows = new GeneratedFlows(random);
    int looked = 0;
    for (int i = 0; i < 20; i++) {
      RuleSet first = ruleSet();
      RuleSet second = i % 2 == 0 ? ruleSet() : first;
      List<Flow> staying = new ArrayList<>();
      for (int flow = 0; flow < 60; flow++) {
        Flow next = flows.next();
        if (NetshLawsTest.isAllowed(first, next) && NetshLawsTest.isAllowed(second, next)) {
          staying.add(next);
        }
      }
      DefenderHost host = host();
      host.make(first);
      WatchedRules watched = new WatchedRules(host.store(), new ArrayList<>());
      runCmd(new DefenderHost(watched, host.keys()), second, Settings.of(Language.ENGLISH));
      for (MemoryRules state : watched.states()) {
        DefenderHost then = new DefenderHost(state, host.keys());
        for (Flow flow : staying) {
          Circumstances where = Circumstances.in(Profile.PUBLIC);
          assertEquals(
              Decision.ALLOWED, then.policy().verdict(flow, where).decision(), "seed " + seed);
          looked++;
        }
      }
    }
    assertTrue(looked > 100, "flows looked at: " + looked);
    System.out.println(looked + " flows looked at between two commands of a batch file");
  }

  @Test
  void stopsAtTheFirstFailureAndIsMendedByTheNextRun() throws Exception {
    int failures = 0;
    for (int i = 0; i < 10; i++) {
      RuleSet first = ruleSet();
      RuleSet second = ruleSet();
      boolean failed = true;
      for (int at = 1; failed; at++) {
        DefenderHost host = host();
        host.make(first);
        Settings failing = Settings.of(Language.ENGLISH).with(new Fault(Fault.Kind.FAILS, at));
        int code = runCmd(host, second, failing);
        failed = code != 0;
        failures += failed ? 1 : 0;
        assertEquals(0, runCmd(host, second, Settings.of(Language.ENGLISH)));
        assertEquals(applied(second), rules(host), "seed " + seed + ", at " + at);
      }
    }
    assertTrue(failures > 20, "failures: " + failures);
  }

  @Test
  void withoutElevationNothingChangesAndItSaysSo() throws Exception {
    DefenderHost host = host();
    List<String> before = host.texts();
    RuleSet rules = ruleSet();
    assertNotEquals(0, runCmd(host, rules, Settings.of(Language.ENGLISH).unelevated()));
    assertEquals(before, host.texts());
  }

  private static final RuleSet SHUT = new RuleSet("web", List.of(), Inbound.BLOCK);

  @Test
  void aBatchFileLowersNoShieldsAndStopsWhereTheFirewallIsOff() {
    DefenderHost shields = host().with("PublicProfile", "DoNotAllowExceptions", 1);
    assertEquals(0, runCmd(shields, SHUT, Settings.of(Language.ENGLISH)));
    assertEquals(1, shields.store().settings("PublicProfile").get("DoNotAllowExceptions"));
    DefenderHost off = host().with("PublicProfile", "EnableFirewall", 0);
    List<String> before = off.texts();
    assertEquals(5, runCmd(off, SHUT, Settings.of(Language.ENGLISH)));
    assertEquals(before, off.texts());
  }

  @Test
  void aListOfCommandsCantLookAtTheOtherHalfOfASetting() {
    var realized = DefenderHost.empty().backend().realize(SHUT, DefenderHost.TODAY);
    ScriptSource source = new ScriptSource("rules.yaml", SHUT, realized);
    SourceMap nowhere = (rule, key) -> new Place("rules.yaml", 1, 1, "");
    assertEquals(1, ScriptForm.NETSH.check(source, nowhere).size());
    assertEquals(List.of(), ScriptForm.CMD.check(source, nowhere));
    assertEquals(List.of(), ScriptForm.PS1.check(source, nowhere));
  }
}
