package dev.durward.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.model.Protocol;
import dev.durward.plan.Mark;
import dev.durward.platform.FirewallException;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Grant.State;
import dev.durward.router.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What routers have given comes back as it was written, or is no use and said so. */
class LedgerFileTest {
  @TempDir private Path temp;

  private LedgerFile ledger() {
    return new LedgerFile(new Journal(temp.resolve("durward"), new LocalDisk()));
  }

  private Path file() {
    return temp.resolve("durward/router.json");
  }

  private static IpAddress address(String text) {
    return IpAddress.parse(text).orElseThrow();
  }

  private static Grant grant(String rule, Method method, State state, Optional<Instant> until) {
    boolean six = method == Method.PCP;
    Forward forward =
        new Forward(
            new Mark("web \"1\" \\ ä", rule),
            six ? Family.IPV6 : Family.IPV4,
            six ? Protocol.UDP : Protocol.TCP,
            443,
            six ? 443 : 8443,
            Duration.ofDays(7));
    return new Grant(
        forward,
        method,
        address(six ? "fe80::1" : "192.168.77.1"),
        address(six ? "2001:db8::7" : "192.168.77.10"),
        method == Method.PCP ? "00ff".repeat(6) : "",
        state,
        Instant.parse("2026-06-01T10:00:00Z"),
        until);
  }

  private static List<Grant> grants() {
    List<Grant> grants = new ArrayList<>();
    Optional<Instant> end = Optional.of(Instant.parse("2026-06-08T10:00:00.123456789Z"));
    for (Method method : Method.values()) {
      for (State state : State.values()) {
        grants.add(grant("r/" + method + "\u2026😀", method, state, end));
        grants.add(grant("-" + state, method, state, Optional.empty()));
      }
    }
    return grants;
  }

  @Test
  void whatIsWrittenComesBack() throws Exception {
    assertEquals(List.of(), ledger().grants());
    ledger().write(grants());
    assertEquals(grants(), ledger().grants());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file())));
    ledger().write(List.of());
    assertFalse(Files.exists(file()), "nothing is left of nothing");
    assertEquals(List.of(), ledger().grants());
  }

  private void isRefused(String what) {
    FirewallException e = assertThrows(FirewallException.class, () -> ledger().grants(), what);
    assertTrue(String.valueOf(e.getMessage()).contains("router.json"), e.getMessage());
    assertFalse(e.remedy().isEmpty(), what);
  }

  /** Each byte changed, and each shorter file. */
  @Test
  void damageIsAlwaysSeen() throws Exception {
    ledger().write(grants().subList(0, 2));
    byte[] whole = Files.readAllBytes(file());
    int tried = 0;
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Files.write(file(), damaged);
      isRefused("byte " + at);
      Files.write(file(), Arrays.copyOf(whole, at));
      isRefused("cut at " + at);
      tried += 2;
    }
    System.out.println(tried + " damaged ledgers, each seen to be one");
  }

  private void seal(String format, String grants) throws Exception {
    Files.createDirectories(
        file().getParent(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Files.write(
        file(),
        Sealed.seal(
            format,
            json -> {
              json.writeFieldName("grants");
              json.writeRawValue(grants);
            }));
  }

  @Test
  void whatIsWholeAndMakesNoSenseIsRefused() throws Exception {
    ledger().write(List.of(grant("rule", Method.UPNP, State.GIVEN, Optional.empty())));
    String text = Files.readString(file(), StandardCharsets.UTF_8);
    String good = text.substring(text.indexOf('['), text.lastIndexOf(']') + 1);
    seal(LedgerFile.FORMAT, good);
    assertEquals(1, ledger().grants().size());
    for (String[] change :
        new String[][] {
          {"\"external\":443", "\"external\":\"x\""},
          {"\"external\":443", "\"external\":99999999999"},
          {"\"lease\":604800", "\"lease\":0"},
          {"\"tcp\"", "\"sctp\""},
          {"\"ipv4\"", "\"ipv5\""},
          {"\"upnp\"", "\"telepathy\""},
          {"\"given\"", "\"lost\""},
          {"192.168.77.1\"", "192.168.77.256\""},
          {"\"rule\":\"rule\"", "\"rule\":\"\""},
          {"2026-06-01T10:00:00Z", "yesterday"},
          {"\"since\"", "\"sinced\""},
          {"\"external\":443", "\"external\":70000"},
          {"\"internal\":8443", "\"internal\":0"}
        }) {
      assertTrue(good.contains(change[0]), change[0] + " in " + good);
      seal(LedgerFile.FORMAT, good.replace(change[0], change[1]));
      isRefused(change[1]);
    }
    seal(LedgerFile.FORMAT, "7");
    isRefused("no list");
    seal(LedgerFile.FORMAT, "[7]");
    isRefused("no objects");
  }

  @Test
  void anotherFormatIsLeftToItsDurward() throws Exception {
    seal("durward.router-grants/2", "[]");
    FirewallException e = assertThrows(FirewallException.class, () -> ledger().grants());
    assertEquals("use the Durward that wrote it", e.remedy());
  }

  @Test
  void whatOthersMayHaveWrittenIsNotTrusted() throws Exception {
    ledger().write(grants());
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-rw----"));
    isRefused("writable for a group");
    Files.delete(file());
    Path elsewhere = Files.writeString(temp.resolve("elsewhere"), "");
    Files.createSymbolicLink(file(), elsewhere);
    isRefused("a link");
    Files.delete(file());
    Files.createDirectory(file());
    isRefused("a folder");
    Files.delete(file());
    Path folder = temp.resolve("durward");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThrows(FirewallException.class, () -> ledger().write(grants()));
    assertFalse(Files.exists(file()));
  }
}
