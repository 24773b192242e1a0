package dev.durward.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Kind;
import dev.durward.cli.Run;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.Disk;
import dev.durward.journal.LocalDisk;
import dev.durward.model.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code history} and {@code rollback}, as users have them. */
class HistoryIT {
  private static final ProcessRunner ROAD = new ProcessRunner();
  private static final String[] ONE = {"- {name: HTTP, ports: 80}"};
  private static final String[] TWO = {"- {name: HTTP, ports: 80}", "- {name: HTTPS, ports: 443}"};
  private static final String[] SHUT = {"- {name: telnet, ports: 23, action: block}"};

  @TempDir private Path folder;
  private Lab lab;

  @BeforeEach
  void open() throws Exception {
    lab = Lab.create("nft");
    lab.loadRejecting();
  }

  @AfterEach
  void close() throws Exception {
    if (lab != null) {
      lab.close();
    }
  }

  private String file(String policy, String... rules) throws IOException {
    String text = "version: 1\npolicy: " + policy + "\nrules:\n" + String.join("\n", rules) + "\n";
    return Files.writeString(folder.resolve(policy + ".yaml"), text).toString();
  }

  private Run run(CommandRunner runner, String... words) throws Exception {
    return lab.host(
        () ->
            new Run.Setting()
                .runner(runner)
                .variant("-nft")
                .runtime(folder.resolve("run"))
                .run(words));
  }

  private Run.Setting disk(Disk disk) {
    return new Run.Setting().runner(ROAD).disk(disk).variant("-nft").runtime(folder.resolve("run"));
  }

  private Run run(String... words) throws Exception {
    return run(ROAD, words);
  }

  private void done(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--yes");
    Run run = run(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.out() + run.err());
  }

  private Map<Family, List<String>> saved() throws Exception {
    return new Doorward(lab).saved();
  }

  private JsonNode json(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--output=json");
    Run run = run(all.toArray(String[]::new));
    assertEquals(0, run.code(), run.err());
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void historyTellsWhoDidWhatFromWhichFile() throws Exception {
    assertTrue(run("history").out().contains("Nothing has been applied here yet."));
    String web = file("web", TWO);
    done("apply", web);
    byte[] applied = Files.readAllBytes(Path.of(web));
    done("apply", file("web", ONE), "--verify", "--timeout=1");
    done("remove", web);
    Run told = run("history");
    assertEquals(0, told.code(), told.err());
    told.out().lines().forEach(line -> assertTrue(line.length() <= 80, line));
    assertTrue(told.out().startsWith("   3  applied     "), told.out());
    assertTrue(told.out().contains("policy web: 1 removed, 1 kept"), told.out());
    assertTrue(told.out().contains("verified: 2 passed, 0 failed, 0 untested"), told.out());
    assertTrue(told.out().contains("by tester, through iptables"), told.out());

    JsonNode first = json("history").at("/applies/2");
    assertEquals(1, first.get("id").asInt());
    assertEquals("applied", first.get("state").asText());
    assertEquals(web, first.at("/files/0/path").asText());
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(applied);
    assertEquals(HexFormat.of().formatHex(digest), first.at("/files/0/sha256").asText());

    Run one = run("history", "2");
    assertTrue(one.out().contains("- web/HTTPS"), one.out());
    assertTrue(one.out().contains("--dport 443"), one.out());
    assertEquals("keep", json("history", "2").at("/changes/0/action").asText());
    assertEquals(64, run("history", "9").code());
    assertEquals(64, run("history", "first").code());

    Run status = run("status");
    assertTrue(status.out().contains("by tester: remove from"), status.out());
    assertEquals(3, json("status").at("/last/0/id").asInt());
  }

  @Test
  void theWayBackThatIsWrittenDownIsOneThatAShellCanRun() throws Exception {
    Map<Family, List<String>> before = saved();
    done("apply", file("web", TWO));
    String back = json("history", "1").get("back").asText();
    lab.host(
        () -> {
          var shell = Command.of("/bin/sh", "-e").withInput(back);
          assertEquals(0, ROAD.run(shell).exit(), back);
          return null;
        });
    assertEquals(before, saved());
  }

  @Test
  void rollbackGoesBackStepByStepWhateverOthersDid() throws Exception {
    Map<Family, List<String>> untouched = saved();
    done("apply", file("web", ONE));
    Map<Family, List<String>> one = saved();
    done("apply", file("web", TWO));
    Map<Family, List<String>> two = saved();
    done("apply", file("more", SHUT));

    done("rollback");
    assertEquals(two, saved(), "the newest, of another policy");
    for (Family family : Family.values()) {
      lab.onHost(
          lab.program(family), "-I", "INPUT", "1", "-p", "tcp", "--dport", "25", "-j", "LOG");
    }
    done("rollback");
    assertEquals(withLog(one), saved(), "and what others did meanwhile stays");
    Run asked = run("rollback");
    assertEquals(64, asked.code());
    assertTrue(asked.out().contains("not there before apply 1"), asked.out());
    done("rollback");
    assertEquals(withLog(untouched), saved());
    Run nothing = run("rollback", "--yes");
    assertEquals(5, nothing.code());
    assertTrue(nothing.err().contains("no apply that stands"), nothing.err());
    assertTrue(run("history").out().contains("rollback to before 1"));

    done("rollback", "2");
    assertEquals(withLog(two), saved(), "and forward again");
    done("rollback");
    assertEquals(withLog(one), saved(), "apply 2 stood again");
  }

  private static Map<Family, List<String>> withLog(Map<Family, List<String>> saved) {
    saved.replaceAll(
        (family, lines) -> {
          List<String> more = new ArrayList<>(lines);
          int first = 0;
          while (!more.get(first).startsWith("-A INPUT")) {
            first++;
          }
          if (!more.get(first).contains("LOG")) {
            more.add(first, "-A INPUT -p tcp -m tcp --dport 25 -j LOG");
          }
          return more;
        });
    return saved;
  }

  @Test
  void whatWasTakenBackIsNothingToGoBackTo() throws Exception {
    done("apply", file("web", ONE));
    Detour failing = new Detour(ROAD, Detour.restore(Family.IPV6), command -> Detour.failed());
    assertEquals(6, run(failing, "apply", file("web", TWO), "--yes").code());
    Run told = run("history");
    assertTrue(told.out().startsWith("   2  taken back  "), told.out());
    assertTrue(told.out().replaceAll("\\s+", " ").contains("refused by the test"), told.out());
    Run refused = run("rollback", "2");
    assertEquals(64, refused.code());
    assertTrue(refused.err().contains("it was not applied"), refused.err());
    done("rollback");
    assertTrue(saved().toString().indexOf("durward:") < 0);
  }

  @Test
  void aJournalThatCantBeWrittenStopsTheApplyBeforeItBegins() throws Exception {
    done("apply", file("web", ONE));
    Map<Family, List<String>> before = saved();
    Path state = folder.resolve("run/state");
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    Run refused = run("apply", file("web", TWO), "--yes");
    assertEquals(6, refused.code(), refused.err());
    assertTrue(refused.err().contains("may be written by others (rwxrwxrwx)"), refused.err());
    assertTrue(refused.err().contains("; the host is as before"), refused.err());
    assertTrue(refused.err().contains("DURWARD_STATE_DIR"), refused.err());
    Run json = run("apply", file("web", TWO), "--yes", "--output=json");
    assertEquals("refused", new ObjectMapper().readTree(json.out()).get("result").asText());
    assertEquals(before, saved());
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    done("apply", file("web", TWO));
  }

  @Test
  void damagedRecordsAreSaidAndNeverUsed() throws Exception {
    done("apply", file("web", ONE));
    done("apply", file("web", TWO));
    Path record = folder.resolve("run/state/2.begun.json");
    byte[] whole = Files.readAllBytes(record);
    Files.write(record, "{}".getBytes(StandardCharsets.UTF_8));
    Run told = run("history");
    assertEquals(0, told.code());
    assertTrue(told.err().contains("2.begun.json is damaged"), told.err());
    Run refused = run("rollback", "--yes");
    assertEquals(5, refused.code(), refused.err());
    assertTrue(refused.err().contains("nobody knows which one stands"), refused.err());
    done("rollback", "1");
    Files.write(record, whole);
    assertTrue(run("history", "2").out().contains("+ web/HTTPS"), "nothing was taken away");
  }

  /** Somebody changes IPv4 right after its change, for so many times. */
  private Run disturbed(int times) throws Exception {
    int[] left = {times};
    CommandRunner meddled =
        command -> {
          CommandResult result = ROAD.run(command);
          if (left[0]-- > 0) {
            ROAD.run(Command.of(lab.program(Family.IPV4), "-D", "DURWARD-IN-ALLOW", "1"));
          }
          return result;
        };
    Detour road = new Detour(ROAD, Detour.restore(Family.IPV4), meddled);
    return run(road, "apply", file("web", TWO), "--yes");
  }

  @Test
  void whatOthersChangeInBetweenIsPlannedForOnce() throws Exception {
    Map<Family, List<String>> before = saved();
    Run always = disturbed(Integer.MAX_VALUE);
    assertEquals(6, always.code(), always.out() + always.err());
    assertTrue(always.err().contains("read again, the host is not as planned"), always.err());
    assertEquals(before, saved());
    Run once = disturbed(1);
    assertEquals(0, once.code(), once.out() + once.err());
    assertTrue(once.err().contains("it is planned once more"), once.err());
    assertEquals(2, once.out().split("\nPlan: ", -1).length - 1, once.out());
    assertEquals(0, run("plan", file("web", TWO), "--exit-code").code());
    assertTrue(run("history").out().contains("   3  taken back  "), "each try is written down");
  }

  @Test
  void anApplyWhoseEndCouldNotBeWrittenStandsAndIsFoundByTheNext() throws Exception {
    Mishap none = Mishap.never();
    String first = file("first", ONE);
    lab.host(() -> disk(none.over(new LocalDisk())).run("apply", first, "--yes"));
    // Of the last: written, synced, renamed, its folder synced.
    Mishap full = Mishap.of(Kind.FAILS, none.all().size() - 3);
    String web = file("web", TWO);
    Run applied = lab.host(() -> disk(full.over(new LocalDisk())).run("apply", web, "--yes"));
    assertEquals(0, applied.code(), applied.err());
    assertTrue(applied.err().contains("the change stands, but that could not be"), applied.err());
    for (String looks : List.of("plan " + web, "status", "history")) {
      Run run = run(looks.split(" "));
      assertEquals(0, run.code(), run.err());
      assertTrue(run.err().contains("warning: apply 2 by tester, begun "), looks + run.err());
    }
    assertTrue(run("doctor").out().contains("journal       apply 2 by tester"));
    Run next = run("apply", web, "--yes");
    assertEquals(0, next.code());
    assertTrue(next.err().contains("all of it had been done"), next.err());
    assertEquals("", run("history").err());
    assertEquals("applied", json("history").at("/applies/0/state").asText());
  }
}
