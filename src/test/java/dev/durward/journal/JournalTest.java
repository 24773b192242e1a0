package dev.durward.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.durward.journal.Ending.State;
import dev.durward.journal.Ending.Verification;
import dev.durward.plan.Change;
import dev.durward.plan.Change.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written down comes back as it was, or is no use and said so; never something else. */
class JournalTest {
  private static final List<Change> CHANGES =
      List.of(
          Records.change(Kind.ADD, "web", "HTTP \"1\""),
          Records.change(Kind.REPLACE, "web", "HTTPS"),
          Records.change(Kind.REMOVE, "db", "old"));

  @TempDir private Path temp;

  private Journal journal() {
    return new Journal(temp.resolve("durward"), new LocalDisk());
  }

  private Path file(String name) {
    return temp.resolve("durward").resolve(name);
  }

  private static Ending applied() {
    return new Ending(State.APPLIED, Journal.now(), "");
  }

  private int pair(Journal journal) throws IOException {
    int id = journal.begin(Records.APPLY, CHANGES, () -> "back\n");
    journal.end(id, applied());
    return id;
  }

  @Test
  void whatIsWrittenComesBack() throws Exception {
    Journal journal = journal();
    assertEquals(List.of(), journal.unfinished());
    for (Cause cause : List.of(Records.APPLY, Records.rollback(3, true))) {
      int id = journal.begin(cause, CHANGES, () -> "iptables-restore <<'X'\n\u00e4\nX\n");
      assertEquals(List.of(id), journal.unfinished());
      ApplyRecord record = journal.record(id);
      assertEquals(cause, record.heading().cause());
      assertEquals(CHANGES, record.changes());
      assertEquals("iptables-restore <<'X'\n\u00e4\nX\n", record.back());
      assertEquals(List.of("db", "web"), record.heading().policies());
      assertEquals(record.heading(), journal.heading(id));
      assertEquals(Optional.empty(), journal.ending(id));
      Ending ending =
          new Ending(
              State.ROLLED_BACK, Journal.now(), "why", Optional.of(new Verification(1, 2, 3)));
      journal.end(id, ending);
      assertEquals(List.of(), journal.unfinished());
      assertEquals(Optional.of(ending), journal.ending(id));
    }
    for (String name : List.of("1.begun.json", "1.ended.json")) {
      assertTrue(new ObjectMapper().readTree(file(name).toFile()).get("format").isTextual());
    }
  }

  @Test
  void bothSidesOfARecordAreToBeHad() throws Exception {
    Journal journal = journal();
    ApplyRecord record = journal.record(journal.begin(Records.APPLY, CHANGES, () -> ""));
    assertEquals(2, record.before(Set.of("web", "db", "other")).rules().size());
    assertEquals(Set.of("web", "db"), record.before(Set.of("web", "db", "other")).policies());
    var after = record.after(Set.of("web"));
    assertEquals(Set.of("web"), after.policies());
    assertEquals(
        List.of(List.of("new"), List.of("kept", "new")),
        after.rules().stream()
            .map(rule -> rule.entries().stream().map(entry -> entry.text()).toList())
            .toList());
    assertEquals(List.of(), record.after(Set.of("db")).rules());
  }

  @Test
  void itIsForItsOwnerAlone() throws Exception {
    Journal journal = journal();
    pair(journal);
    assertEquals("rwx------", mode(temp.resolve("durward")));
    assertEquals("rw-------", mode(file("1.begun.json")));
    assertEquals("rw-------", mode(file("1.ended.json")));
    try (Stream<Path> files = Files.list(temp.resolve("durward"))) {
      assertEquals(2, files.count(), "nothing else is left");
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** Each byte changed, and each shorter file. */
  @Test
  void damageIsAlwaysSeen() throws Exception {
    Journal journal = journal();
    int id = journal.begin(Records.APPLY, List.of(CHANGES.get(0)), () -> "");
    byte[] whole = Files.readAllBytes(file("1.begun.json"));
    int tried = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      for (byte[] content : List.of(damaged, java.util.Arrays.copyOf(whole, at))) {
        Files.write(file("1.begun.json"), content);
        Unusable seen = assertThrows(Unusable.class, () -> journal.record(id), "at " + at);
        assertFalse(seen.isUnknown());
        assertThrows(Unusable.class, () -> journal.heading(id));
        tried++;
      }
    }
    Files.write(file("1.begun.json"), whole);
    assertEquals(1, journal.record(id).changes().size());
    assertEquals(List.of(id), journal.unfinished(), "never taken away");
    System.out.println(tried + " damaged records, each seen to be one");
  }

  @Test
  void aFormatOfAnotherVersionIsSaidToBeOne() throws Exception {
    Journal journal = journal();
    Files.createDirectory(temp.resolve("durward"));
    Files.write(
        file("7.begun.json"),
        Sealed.seal("durward.record/2", json -> json.writeNumberField("id", 7)));
    Unusable unknown = assertThrows(Unusable.class, () -> journal.record(7));
    assertTrue(unknown.isUnknown());
    assertTrue(String.valueOf(unknown.getMessage()).contains("durward.record/2"));
    assertEquals(8, journal.begin(Records.APPLY, CHANGES, () -> ""));
  }

  @Test
  void fieldsOfALaterDurwardAreNoHindrance() throws Exception {
    Journal journal = journal();
    int id = pair(journal);
    String text = Files.readString(file("1.ended.json"));
    String more = text.substring(0, text.indexOf(",\n\"crc32\"")).substring(1);
    Files.write(
        file("1.ended.json"),
        Sealed.seal(
            "durward.ending/1",
            json -> {
              json.writeFieldName("more");
              json.writeRawValue("{\"a\":[1,{}]}");
              json.writeRaw("," + more.substring(more.indexOf("\"id\"")));
            }));
    assertEquals(State.APPLIED, journal.ending(id).orElseThrow().state());
  }

  @Test
  void aRecordWithHolesIsNone() throws Exception {
    Journal journal = journal();
    Files.createDirectory(temp.resolve("durward"));
    for (String fields :
        List.of(
            "\"id\":1",
            "\"id\":2,\"begun\":\"2026-01-01T00:00:00Z\"",
            "\"id\":1,\"begun\":\"yesterday\",\"command\":\"apply\",\"user\":\"\",\"keeper\":\"\"",
            "\"id\":1,\"changes\":7",
            "\"id\":1,\"changes\":[[]]",
            "\"id\":\"x\",\"counts\":{}",
            "\"id\":1,\"command\":\"format disk\",\"user\":\"\",\"keeper\":\"\"",
            "\"id\":1,\"changes\":[{\"policy\":\"a/b\",\"rule\":\"\",\"added\":[]}]")) {
      Files.write(
          file("1.begun.json"),
          Sealed.seal("durward.record/1", json -> json.writeRaw("," + fields)));
      assertThrows(Unusable.class, () -> journal.record(1), fields);
    }
  }

  @Test
  void whatOthersMayHaveWrittenIsNotTrusted() throws Exception {
    Journal journal = journal();
    int id = pair(journal);
    Path file = file("1.begun.json");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
    assertDistrusted(journal, id, "may be written by others");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertEquals(CHANGES, journal.record(id).changes());
    Path elsewhere = Files.move(file, temp.resolve("elsewhere"));
    Files.createSymbolicLink(file, elsewhere);
    assertDistrusted(journal, id, "is a link");
    Files.delete(file);
    Files.createDirectory(file);
    assertThrows(Unusable.class, () -> journal.record(id));
    Files.setPosixFilePermissions(
        temp.resolve("durward"), PosixFilePermissions.fromString("rwxrwxrwx"));
    IOException refused =
        assertThrows(IOException.class, () -> journal.begin(Records.APPLY, CHANGES, () -> ""));
    assertTrue(String.valueOf(refused.getMessage()).contains("rwxrwxrwx"));
  }

  private static void assertDistrusted(Journal journal, int id, String why) {
    Unusable seen = assertThrows(Unusable.class, () -> journal.record(id));
    assertTrue(String.valueOf(seen.getMessage()).contains(why), seen.getMessage());
  }

  @Test
  void theOldestThatHaveEndedGo() throws Exception {
    Journal journal = journal();
    int died = journal.begin(Records.APPLY, CHANGES, () -> "");
    Files.writeString(file("note.txt"), "mine");
    Files.writeString(file("9.begun.json.new"), "rest of one that died");
    for (int i = 0; i < Journal.KEPT + 3; i++) {
      pair(journal);
    }
    List<Integer> ids = new ArrayList<>(journal.ids());
    assertEquals(Journal.KEPT + 1, ids.size());
    assertEquals(died, ids.get(ids.size() - 1), "one that has not ended stays");
    assertEquals(Journal.KEPT + 4, ids.get(0));
    assertFalse(Files.exists(file("2.ended.json")));
    assertFalse(Files.exists(file("9.begun.json.new")));
    assertTrue(Files.exists(file("note.txt")));
  }

  @Test
  void numbersAreNeverUsedTwice() throws Exception {
    Journal journal = journal();
    assertEquals(1, pair(journal));
    Files.delete(file("1.begun.json"));
    assertEquals(2, pair(journal));
    Files.writeString(file("40.begun.json"), StandardCharsets.UTF_8.name());
    assertEquals(41, pair(journal));
  }
}
