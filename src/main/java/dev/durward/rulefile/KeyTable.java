package dev.durward.rulefile;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that a block may have.
 *
 * @param where the block, in the words of a message
 * @param blocks each key, in the order in which they are listed to the user, with the table of its
 *     block if its value is one
 */
record KeyTable(String where, Map<String, Optional<KeyTable>> blocks) {
  static final String NAME = "name";
  static final String REQUIRE_JUSTIFICATION = "require-justification";
  static final String INBOUND = "inbound";

  /** What stands in {@code defaults} alone, and is about the whole file. */
  static final List<String> WHOLE = List.of(REQUIRE_JUSTIFICATION, INBOUND);

  private static final List<String> PORTABLE =
      List.of(
          "description",
          "justification",
          "owner",
          "expires",
          "direction",
          "action",
          "protocol",
          "ports",
          "remote",
          "remote-ports",
          "local",
          "local-ports",
          "families",
          "platforms",
          "enabled");

  static final KeyTable FILE =
      of("a rule file", List.of("version", "policy", "groups", "defaults", "rules"));

  /** What a router is asked for is said rule by rule: no default opens it. */
  static final KeyTable RULE =
      rule("a rule", List.of(NAME)).with("router", "external-port", "families", "lease");

  static final KeyTable DEFAULTS = rule("`defaults`", WHOLE);

  private static KeyTable rule(String where, List<String> first) {
    KeyTable verify =
        of("`verify`", List.of())
            .with("tls", "host", "ca", "min-version", "min-days-left", "refuse-legacy", "tls-only")
            .with("http", "path", "status", "https-redirect");
    KeyTable table =
        of(where, first)
            .and(PORTABLE)
            .with(
                "windows",
                "profiles",
                "program",
                "service",
                "interface-type",
                "edge",
                "remote",
                "icmp-types")
            .with("linux", "interfaces", "log", "limit", "user");
    table.blocks.put("verify", Optional.of(verify));
    return table;
  }

  private static KeyTable of(String where, List<String> keys) {
    return new KeyTable(where, new LinkedHashMap<>()).and(keys);
  }

  private KeyTable and(List<String> keys) {
    keys.forEach(key -> blocks.put(key, Optional.empty()));
    return this;
  }

  private KeyTable with(String block, String... keys) {
    blocks.put(block, Optional.of(of("`" + block + "`", Arrays.asList(keys))));
    return this;
  }

  Set<String> keys() {
    return blocks.keySet();
  }

  /** Whether a key belongs here; if it does, its block's table or nothing. */
  boolean has(String key) {
    return blocks.containsKey(key);
  }

  Optional<KeyTable> block(String key) {
    Optional<KeyTable> block = blocks.get(key);
    return block == null ? Optional.empty() : block;
  }
}
