package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Command lines made of values whose place in the registry is known, from a printed seed. */
class GeneratedCommandsTest {
  private static final int RUNS = 500;

  private static final List<String> NAMES =
      List.of(
          "https", "Port 443 rule", "x [durward:web]", "Ünï 防火墙 😀", "a,b;c:d/e\\f", "100% 'x'");

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** A command and the fields that it must leave. */
  private record Case(List<String> parameters, Map<String, List<String>> fields) {
    Case() {
      this(new ArrayList<>(), new HashMap<>());
    }

    void add(String parameter, String value, String... keysAndValues) {
      parameters.add(parameter + "=" + value);
      for (int i = 0; i < keysAndValues.length; i += 2) {
        fields
            .computeIfAbsent(keysAndValues[i], key -> new ArrayList<>())
            .add(keysAndValues[i + 1]);
      }
    }
  }

  @SafeVarargs
  private <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Case next() {
    Case made = new Case();
    String name = NAMES.get(random.nextInt(NAMES.size()));
    made.add("name", name, "Name", name);
    boolean in = random.nextBoolean();
    made.add("dir", in ? "in" : "out", "Dir", in ? "In" : "Out");
    boolean allow = random.nextBoolean();
    made.add("action", allow ? "ALLOW" : "block", "Action", allow ? "Allow" : "Block");
    boolean enabled = random.nextInt(4) > 0;
    made.fields.put("Active", List.of(enabled ? "TRUE" : "FALSE"));
    if (!enabled || random.nextBoolean()) {
      made.add("enable", enabled ? "yes" : "no");
    }
    switch (random.nextInt(4)) {
      case 0 -> addPorts(made, "tcp", "6");
      case 1 -> addPorts(made, "udp", "17");
      case 2 -> made.add("protocol", "icmpv4:8,any", "Protocol", "1", "ICMP4", "8:*");
      default -> made.add("protocol", "41", "Protocol", "41");
    }
    switch (random.nextInt(5)) {
      case 0 -> made.add("remoteip", "198.51.100.7", "RA4", "198.51.100.7");
      case 1 -> {
        int prefix = 9 + random.nextInt(22);
        int mask = -1 << (32 - prefix);
        String dotted =
            (mask >>> 24)
                + "."
                + (mask >>> 16 & 255)
                + "."
                + (mask >>> 8 & 255)
                + "."
                + (mask & 255);
        made.add("remoteip", "10.0.0.0/" + prefix, "RA4", "10.0.0.0/" + dotted);
      }
      case 2 -> made.add("remoteip", "10.0.0.1-10.0.9.9", "RA4", "10.0.0.1-10.0.9.9");
      default -> made.add("remoteip", "any");
    }
    if (in && random.nextInt(4) == 0) {
      made.add("edge", "deferapp", "Edge", "TRUE", "Defer", "App");
    }
    addRest(made);
    Collections.shuffle(made.parameters, random);
    return made;
  }

  private void addPorts(Case made, String protocol, String number) {
    made.add("protocol", protocol, "Protocol", number);
    String side = oneOf("local", "remote");
    String key = side.equals("local") ? "L" : "R";
    List<String> items = new ArrayList<>();
    int next = 0;
    for (int i = 0; i <= random.nextInt(3); i++) {
      int first = next + 1 + random.nextInt(9_000);
      int last = first + (random.nextBoolean() ? 0 : 1 + random.nextInt(900));
      next = last;
      items.add(first == last ? "" + first : first + "-" + last);
    }
    made.add(side + "port", String.join(",", items));
    items.forEach(
        item ->
            made.fields
                .computeIfAbsent(
                    key + (item.contains("-") ? "Port2_10" : "Port"), k -> new ArrayList<>())
                .add(item));
  }

  private void addRest(Case made) {
    switch (random.nextInt(3)) {
      case 0 -> made.add("profile", "Private,DOMAIN", "Profile", "Domain", "Profile", "Private");
      case 1 -> made.add("profile", "public,private,domain");
      default -> {}
    }
    if (random.nextInt(3) == 0) {
      made.add("program", "C:\\a b\\c.exe", "App", "C:\\a b\\c.exe");
      made.add("service", "Tomcat10", "Svc", "Tomcat10");
      made.add("interfacetype", "ras", "IFType", "RemoteAccess");
      made.add("description", "of 50%, \\n", "Desc", "of 50%, \\n");
    }
  }

  /** What a reader that knows nothing but the bars sees. */
  private static Map<String, List<String>> split(String text) {
    assertTrue(text.startsWith("v2.30|") && text.endsWith("|"), text);
    Map<String, List<String>> fields = new HashMap<>();
    for (String field : text.substring(6, text.length() - 1).split("\\|", -1)) {
      String[] pair = field.split("=", 2);
      fields.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1]);
    }
    return fields;
  }

  @Test
  void leavesEachValueInItsField() {
    System.out.println("generated netsh commands: seed " + seed);
    Prompt prompt = Prompt.english();
    Map<String, Integer> counts = new HashMap<>();
    Set<String> known = new HashSet<>();
    for (int i = 0; i < RUNS; i++) {
      Case made = next();
      List<String> line = new ArrayList<>(Arrays.asList("advfirewall", "FIREWALL", "add", "Rule"));
      line.addAll(made.parameters);
      assertEquals("0 Ok.", prompt.type(line), line + ", seed " + seed);
      Map<String, String> values = prompt.rules().values();
      values.keySet().removeAll(known);
      assertEquals(1, values.size());
      known.addAll(values.keySet());
      String text = values.values().iterator().next();
      assertEquals(made.fields, split(text), line + ", seed " + seed);
      assertEquals(text, RegistryRule.parse(text).text());
      counts.merge(made.fields.getOrDefault("Name", List.of()).get(0), 1, Integer::sum);
    }
    counts.forEach(
        (name, count) ->
            assertEquals(
                "0 Deleted " + count + " rule(s).\r\nOk.",
                prompt.type(List.of("advfirewall", "firewall", "delete", "rule", "name=" + name))));
    assertEquals(List.of(), prompt.texts());
  }
}
