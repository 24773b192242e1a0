package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.model.Family;
import dev.durward.plan.Script.Step;
import dev.durward.platform.FirewallException;
import dev.durward.platform.FirewallException.Kind;
import dev.durward.platform.HostSnapshot;
import dev.durward.platform.Rereading;
import dev.durward.platform.host.Capabilities;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The look at a host behind a script, on a host that tells what it is asked. */
class RereadingTest {
  private static final String SAVE4 = "/none/iptables-save -c";
  private static final String SAVE6 = "/none/ip6tables-save -c";
  private static final long SECONDS = 20;

  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final Map<String, String> rules = new ConcurrentHashMap<>();
  private final IptablesBackend backend =
      new IptablesBackend(
          () -> new Tools("/none/iptables", "/none/ip6tables", "", Optional.empty(), true),
          this::answer,
          () -> new Capabilities(-1),
          user -> Optional.empty());

  private CommandResult answer(Command command) {
    asked.add(command.line());
    String output =
        command.line().endsWith(" -V")
            ? "iptables v1.8.9 (nf_tables)\n"
            : rules.getOrDefault(command.line(), "");
    int exit = output.equals("fails") ? 1 : 0;
    return new CommandResult(exit, output.getBytes(StandardCharsets.UTF_8), "", false);
  }

  private static Step step(Family family) {
    Command restore = Command.of("/none/" + family.word() + "-restore");
    return Step.undoable(family.word(), restore, restore);
  }

  private static String dump(String mark) {
    return "*filter\n:DURWARD-IN-ALLOW - [0:0]\n-A DURWARD-IN-ALLOW -m comment --comment"
        + " \"durward:web/"
        + mark
        + "\" -j ACCEPT\nCOMMIT\n";
  }

  @Test
  void aFamilyIsReadOnceAndNotBeforeItsStepIsTaken() throws Exception {
    rules.put(SAVE4, dump("before"));
    rules.put(SAVE6, dump("before"));
    Rereading rereading = backend.rereading();
    assertTrue(asked.isEmpty(), "nothing has been taken: " + asked);
    rules.put(SAVE4, dump("after"));
    rereading.taken(step(Family.IPV4));
    assertEquals(SAVE4, asked.poll(SECONDS, TimeUnit.SECONDS), "while the other is on its way");
    rules.put(SAVE6, dump("after"));
    rereading.taken(step(Family.IPV6));
    HostSnapshot seen = rereading.snapshot();
    assertEquals(2, seen.managed().size());
    seen.managed().forEach(entry -> assertEquals("after", entry.mark().rule()));
    assertTrue(asked.contains(SAVE6) && !asked.contains(SAVE4), asked.toString());
  }

  @Test
  void whatNoStepHasChangedIsReadInTheEnd() throws Exception {
    rules.put(SAVE4, dump("a"));
    rules.put(SAVE6, dump("b"));
    Rereading rereading = backend.rereading();
    rereading.taken(step(Family.IPV6));
    assertEquals(2, rereading.snapshot().managed().size());
    assertTrue(asked.contains(SAVE4) && asked.contains(SAVE6), asked.toString());
  }

  @Test
  void aReadThatFailsIsNoHost() {
    rules.put(SAVE4, "fails");
    Rereading rereading = backend.rereading();
    rereading.taken(step(Family.IPV4));
    FirewallException trouble = assertThrows(FirewallException.class, rereading::snapshot);
    assertEquals(Kind.UNREADABLE, trouble.kind());
    rules.put(SAVE4, "*filter\n");
    Rereading cut = backend.rereading();
    cut.taken(step(Family.IPV4));
    assertThrows(FirewallException.class, cut::snapshot);
  }
}
