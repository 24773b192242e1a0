package dev.durward.windows;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The model against real hosts: {@code windows/*.reg} and {@code windows/netsh-output} in the
 * folder that the environment variable DURWARD_CORPUS names.
 */
class RecordingsTest {
  private static final String VARIABLE = "DURWARD_CORPUS";

  /** A rule with the kind of id that netsh gives: those that came with Windows have others. */
  private static final Pattern RULE =
      Pattern.compile("^\"\\{[0-9A-F-]{36}}\"=\"(v2\\.[0-9]+\\|.*)\"\r?$", Pattern.MULTILINE);

  private Path folder = Path.of("");

  @BeforeEach
  void findFolder() {
    String named = System.getenv().getOrDefault(VARIABLE, "");
    if (named.isEmpty()) {
      System.out.println("recordings of netsh: skipped, " + VARIABLE + " names no folder");
    }
    Assumptions.assumeFalse(named.isEmpty(), VARIABLE + " is not set");
    folder = Path.of(named, "windows");
  }

  private Set<String> realRules() throws IOException {
    Set<String> rules = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".reg")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, bytes[0] == (byte) 0xff ? UTF_16LE : UTF_8);
        Matcher rule = RULE.matcher(text);
        while (rule.find()) {
          rules.add(rule.group(1).replaceAll("\\\\(.)", "$1"));
        }
      }
    }
    return rules;
  }

  @Test
  void ordersFieldsAsRealRulesDo() throws IOException {
    Set<String> rules = realRules();
    int whole = 0;
    for (String text : rules) {
      String known = withKnownKeys(text);
      whole += known.length() == text.length() ? 1 : 0;
      assertEquals(
          known.replaceFirst("v2\\.[0-9]+", "v2.30"), RegistryRule.parse(known).text(), text);
    }
    System.out.println(
        "recordings of netsh: "
            + rules.size()
            + " rules in order, "
            + whole
            + " have its keys only");
    assertTrue(rules.size() > 100, "only " + rules.size());
  }

  private static String withKnownKeys(String text) {
    StringBuilder known = new StringBuilder();
    for (String field : text.substring(0, text.length() - 1).split("\\|", -1)) {
      boolean key = field.contains("=");
      if (!key || RegistryRule.parse("v2.30|" + field + "|").writtenByNetsh()) {
        known.append(field).append('|');
      }
    }
    return known.toString();
  }

  private void assertShown(Language language, String file, String show, List<String> adds)
      throws IOException {
    Prompt prompt = new Prompt(Settings.of(language));
    adds.forEach(line -> assertTrue(prompt.type("add;" + line).startsWith("0 "), line));
    String recorded = Files.readString(folder.resolve("netsh-output").resolve(file));
    assertEquals(blanksAsOne(recorded), blanksAsOne(prompt.type("show;" + show).substring(2)));
  }

  /** The columns differ between recordings, and got lost in one. */
  private static String blanksAsOne(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  @Test
  void showsRulesAsRecorded() throws IOException {
    String http = "name=Bloquear HTTP de entrada;action=block;protocol=tcp";
    assertShown(
        Language.SPANISH,
        "es-show-rule-3-duplicates.txt",
        "name=bloquear http de entrada",
        List.of(
            http + ";dir=out;remoteport=80",
            http + ";dir=in;remoteport=80",
            http + ";dir=in;localport=80"));
    assertShown(
        Language.GERMAN,
        "de-show-rule-2-rules.txt",
        "name=VagrantWinNFSd-1.4.0",
        List.of(
            "name=VagrantWinNFSd-1.4.0;action=allow;dir=out",
            "name=VagrantWinNFSd-1.4.0;action=allow;dir=in"));
    assertShown(
        Language.CHINESE,
        "zh-CN-show-rule-whitespace-collapsed.txt",
        "name=all;dir=in",
        List.of("name=Chrome CDP 9222;action=allow;dir=in;protocol=tcp;localport=9222"));
    assertShown(
        Language.FRENCH,
        "fr-show-rule-icmp.txt",
        "name=all",
        List.of(
            "name=ICMP Allow incoming V4 echo request;action=allow;dir=in;protocol=icmpv4:8,any"));
  }

  @Test
  void showsAllOfAForeignRuleAsRecorded() throws IOException {
    Prompt prompt = Prompt.english();
    String recorded =
        Files.readString(folder.resolve("netsh-output/en-show-rule-verbose-iphttps.txt"));
    Matcher description = Pattern.compile("Description: +(.*)").matcher(recorded);
    assertTrue(description.find());
    prompt
        .rules()
        .put(
            "CoreNet-IPHTTPS-Out",
            "v2.30|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|RPort2_10=IPTLSOut"
                + "|RPort2_10=IPHTTPSOut|App=C:\\WINDOWS\\system32\\svchost.exe|Svc=iphlpsvc"
                + "|Name=Core Networking - IPHTTPS (TCP-Out)|Desc="
                + description.group(1).strip()
                + "|EmbedCtxt=Core Networking|");
    String shown = prompt.type("show;name=all;verbose").substring(2);
    assertEquals(blanksAsOne(recorded), blanksAsOne(shown));
  }

  @Test
  void refusesAnUnquotedBlankAsRecorded() throws IOException {
    String recorded =
        Files.readString(folder.resolve("netsh-output/zh-CN-add-rule-unquoted-space-error.txt"));
    Prompt prompt = new Prompt(Settings.of(Language.CHINESE));
    String said =
        prompt.type("add;name=FileZilla;Server;dir=in;localport=21;protocol=tcp;action=allow");
    String message = said.substring(2, said.indexOf('\r'));
    assertTrue(recorded.contains(message), said);
    for (Parameter parameter : Parameter.values()) {
      String keyword = parameter.name().toLowerCase(Locale.ROOT) + "=";
      assertEquals(recorded.contains(keyword), said.contains(keyword), keyword);
    }
  }
}
