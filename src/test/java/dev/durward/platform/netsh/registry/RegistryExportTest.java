package dev.durward.platform.netsh.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.rule.FirewallRule;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryExportTest {
  private static final String HEADER = "Windows Registry Editor Version 5.00\r\n\r\n";

  private static final String WHOLE =
      HEADER
          + """
          ; a comment
          [HKEY_LOCAL_MACHINE\\SOFTWARE\\T]
          @="default"
          "text"="C:\\\\a \\"b\\" \u9632=;"   ; behind
          "empty"=""
          "two
          lines"="one
          two"
          "number"=dword:0000001f
          "high"=dword:ffffffff
          "binary"=hex:01,02,\\
            03,04
          "none"=hex(0):
          "sz"=hex(1):41,00,00,00
          "expand"=hex(2):25,00,41,00,25,00,\\
            00,00
          "multi"=hex(7):41,00,00,00,42,00,00,00,00,00
          "dword"=hex(4):02,01,00,00
          "gone"="1"
          "gone"=-

          [HKEY_LOCAL_MACHINE\\SOFTWARE\\T\\[below]]
          "a"="1"
          """
              .replace("\n", "\r\n");

  private static RegistryExport parse(byte[] file) {
    Reading<RegistryExport> reading = RegistryExport.parse(file);
    return reading.readable().orElseThrow(() -> new AssertionError(reading));
  }

  private static RegistryExport parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] encoded(String text, Charset charset) {
    return text.getBytes(charset);
  }

  @Test
  void readsEveryFormOfValue() {
    Registry.Key key = parse(WHOLE).key("SOFTWARE\\T").orElseThrow();
    assertEquals(
        Map.of(
            "",
            "default",
            "text",
            "C:\\a \"b\" \u9632=;",
            "empty",
            "",
            "two\r\nlines",
            "one\r\ntwo",
            "sz",
            "A",
            "expand",
            "%A%",
            "multi",
            "A\nB"),
        key.texts());
    assertEquals(Map.of("number", 31, "high", -1, "dword", 0x102), key.numbers());
    assertEquals("1", parse(WHOLE).key("SOFTWARE\\T\\[below]").orElseThrow().texts().get("a"));
  }

  @Test
  void namesHaveNoCase() {
    assertEquals(31, parse(WHOLE).key("Software\\t").orElseThrow().numbers().get("NUMBER"));
    assertEquals(Optional.empty(), parse(WHOLE).key("SOFTWARE"));
  }

  @Test
  void readsEveryEncoding() {
    RegistryExport expected = parse(WHOLE);
    String marked = "\ufeff" + WHOLE;
    assertEquals(expected, parse(encoded(marked, StandardCharsets.UTF_8)));
    assertEquals(expected, parse(encoded(marked, StandardCharsets.UTF_16LE)));
    assertEquals(expected, parse(encoded(marked, StandardCharsets.UTF_16BE)));
    assertEquals(
        expected,
        parse(
            WHOLE
                .replace("\r\n", "\n")
                .replace("two\nlines", "two\r\nlines")
                .replace("one\ntwo", "one\r\ntwo")));
  }

  @Test
  void oldFilesHaveTheirTextsInBytes() {
    Registry.Key key =
        parse("REGEDIT4\r\n[HKEY_LOCAL_MACHINE\\A]\r\n\"x\"=hex(2):25,41,25,00\r\n")
            .key("A")
            .orElseThrow();
    assertEquals(Map.of("x", "%A%"), key.texts());
  }

  @Test
  void deletedKeysAreGoneWithAllBelow() {
    RegistryExport export =
        parse(
            WHOLE
                + "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Two]\r\n[-HKEY_LOCAL_MACHINE\\software\\t]\r\n");
    assertEquals("[HKEY_LOCAL_MACHINE\\SOFTWARE\\Two]", export.keys().keySet().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "001, 002, 2, 002",
    "001, 002, 1, 001",
    "001, 002, , 001",
    "CurrentControlSet, 002, 2, CurrentControlSet",
  })
  void theCurrentControlSetIsTheOneSelected(
      String first, String second, String selected, String expected) {
    StringBuilder text = new StringBuilder(HEADER);
    for (String set : new String[] {first, second}) {
      String name = set.length() == 3 ? "ControlSet" + set : set;
      text.append("[HKEY_LOCAL_MACHINE\\SYSTEM\\").append(name).append("\\Services]\n");
      text.append("\"from\"=\"").append(set).append("\"\n");
    }
    if (selected != null) {
      text.append("[HKEY_LOCAL_MACHINE\\SYSTEM\\Select]\n\"Current\"=dword:").append(selected);
    }
    assertEquals(
        Optional.of(expected),
        parse(text.toString())
            .key("SYSTEM\\CurrentControlSet\\Services")
            .map(key -> key.texts().get("from")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "hello!line 4 is no key, value or comment: hello",
        "[HKEY!line 4 is no [key]: [HKEY",
        "[A] b!line 4 is no [key]: [A] b",
        "\"a\"!line 4 has no equals sign behind the name of a value",
        "\"a\"=!line 4 has a value of no known form: ",
        "\"a\"=1!line 4 has a value of no known form: 1",
        "\"a\"=\"b!line 4 begins a text in quotes that doesn't end",
        "\"a!line 4 begins a text in quotes that doesn't end",
        "\"a\"=\"C:\\x\"!line 4 has a backslash before what needs none; a backslash itself is two",
        "\"a\"=\"b\" c!line 4 goes on behind its value: c",
        "\"a\"=dword:!line 4 has a dword that is not of eight hexadecimal digits",
        "\"a\"=dword:123456789!line 4 has a dword that is not of eight hexadecimal digits",
        "\"a\"=dword:1g!line 4 goes on behind its value: g",
        "\"a\"=hex(2:00!line 4 has no closing bracket behind the type",
        "\"a\"=hex 00!line 4 has no colon behind hex",
        "\"a\"=hex:00,!line 4 has a comma in hex behind which no byte follows",
        "\"a\"=hex:00,\\ 1!line 4 goes on behind the backslash that ends it",
        "\"a\"=hex(1):41!line 4 ends a text of UTF-16 in the middle of a character",
        "\"a\"=hex(4):41!line 4 has a dword that is not of four bytes",
      })
  void saysWhatIsWrongAndWhere(String line, String reason) {
    String text = HEADER + "[HKEY_LOCAL_MACHINE\\A]\n" + line;
    assertEquals(reason, reason(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String reason(byte[] file) {
    return assertInstanceOf(Reading.Unreadable.class, RegistryExport.parse(file)).reason();
  }

  @Test
  void refusesWhatIsNoExport() {
    assertTrue(reason(new byte[0]).startsWith("line 1 is neither"));
    assertTrue(reason(encoded("hello", StandardCharsets.UTF_8)).startsWith("line 1 is neither"));
    assertEquals(
        "line 3 has a value that is in no key",
        reason(encoded(HEADER + "\"a\"=\"b\"", StandardCharsets.UTF_8)));
    assertEquals(
        "line 3 is not of the file's encoding, UTF-8",
        reason(encoded(HEADER + "; caf\u00e9\n", StandardCharsets.ISO_8859_1)));
    byte[] odd = encoded("\ufeff" + HEADER + "x", StandardCharsets.UTF_8);
    odd[0] = (byte) 0xff;
    odd[1] = (byte) 0xfe;
    assertTrue(reason(odd).startsWith("line "));
  }

  @Test
  void nothingMakesItFail() {
    long seed = Long.getLong("durward.seed", System.nanoTime());
    System.out.println("registry exports: -Ddurward.seed=" + seed);
    Random random = new Random(seed);
    byte[] whole = encoded("\ufeff" + WHOLE, StandardCharsets.UTF_16LE);
    byte[] narrow = encoded(WHOLE, StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] file = (i % 2 == 0 ? whole : narrow).clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        file[random.nextInt(file.length)] = (byte) random.nextInt(128);
      }
      refused += RegistryExport.parse(file) instanceof Reading.Unreadable ? 1 : 0;
    }
    assertTrue(refused > 400, "most harm is seen: " + refused);
  }

  @Test
  void tenThousandRulesTakeWellBelowASecond() {
    StringBuilder text = new StringBuilder("\ufeff" + HEADER);
    text.append("[HKEY_LOCAL_MACHINE\\")
        .append(FirewallPolicy.LOCAL)
        .append("\\FirewallRules]\r\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("\"{").append(i).append("}\"=\"v2.30|Action=Allow|Active=TRUE|Dir=In|Protocol=6");
      text.append("|LPort=443|RA4=192.0.2.0/255.255.255.0|App=C:\\\\a.exe|Name=n|\"\r\n");
    }
    byte[] file = encoded(text.toString(), StandardCharsets.UTF_16LE);
    long start = System.nanoTime();
    RegistryExport export = parse(file);
    long read = System.nanoTime();
    Registry.Key key = export.key(FirewallPolicy.LOCAL + "\\FirewallRules").orElseThrow();
    assertEquals(10_000, key.texts().size());
    key.texts()
        .forEach(
            (id, rule) -> assertInstanceOf(Reading.Value.class, FirewallRule.read(id, rule), rule));
    long milliseconds = (read - start) / 1_000_000;
    System.out.printf(
        "registry export of 10,000 rules: read in %d ms, understood in %d ms%n",
        milliseconds, (System.nanoTime() - read) / 1_000_000);
    assertTrue(milliseconds < 2_000, milliseconds + " ms");
  }
}
