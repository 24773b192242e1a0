package dev.durward.rulefile;

import dev.durward.diagnostic.SourceMap;
import dev.durward.model.Inbound;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.rulefile.Node.Entry;
import dev.durward.rulefile.Node.Mapping;
import dev.durward.rulefile.Node.Refused;
import dev.durward.rulefile.Node.Scalar;
import dev.durward.rulefile.Node.Sequence;
import dev.durward.rulefile.RuleReader.Draft;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the whole file: version, policy, groups, defaults and rules. */
final class RuleSetReader {
  private static final String VERSION = "1";

  private final Source source;
  private final Findings findings;
  private final boolean whole;
  private final KeyReader keys;
  private final Values values;
  private final TextReader texts;
  private final AddressReader addresses;
  private final RuleReader rules;

  /** A rule as it was read, with its name if it has one. */
  private record Named(Optional<String> name, Draft draft) {}

  /** The rules and where they stand. */
  record Result(RuleSet rules, SourceMap sources) {}

  /**
   * @param whole false if a syntax error ended the file early: what is missing then is not reported
   */
  RuleSetReader(Source source, Findings findings, boolean whole) {
    this.source = source;
    this.findings = findings;
    this.whole = whole;
    this.keys = new KeyReader(source, findings);
    this.values = new Values(findings);
    this.texts = new TextReader(values, findings);
    this.addresses = new AddressReader(values, findings, whole);
    this.rules = new RuleReader(findings, values, texts, addresses, source.file());
  }

  /** The rules; empty if anything is wrong, which is reported. */
  Optional<Result> read(Node root) {
    Optional<Map<String, Node>> file = keys.read(root, KeyTable.FILE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Node> parts = file.get();
    for (String key : List.of("version", "policy", "rules")) {
      if (whole && !parts.containsKey(key)) {
        String line = key.equals("version") ? "version: 1" : key + ":";
        findings.error(root.at(), "this file has no `" + key + "`", "add `" + line + "`");
      }
    }
    find(parts, "version").ifPresent(this::version);
    Optional<String> policy = find(parts, "policy").flatMap(texts::policy);
    find(parts, "groups").ifPresent(this::groups);
    Map<String, Node> defaults =
        find(parts, "defaults")
            .flatMap(node -> keys.read(node, KeyTable.DEFAULTS))
            .orElse(Map.of());
    boolean justified = defaults(root, defaults);
    Inbound inbound =
        find(defaults, KeyTable.INBOUND)
            .flatMap(node -> values.word(node, Words.INBOUND))
            .orElse(Inbound.ALLOW);
    List<Named> read =
        find(parts, "rules").map(n -> rules(n, defaults, justified, inbound)).orElse(List.of());
    find(parts, "groups").ifPresent(this::unusedGroups);
    return policy
        .filter(name -> !findings.hasErrors())
        .map(name -> result(name, read, inbound, defaults));
  }

  private static Optional<Node> find(Map<String, Node> parts, String key) {
    return Optional.ofNullable(parts.get(key));
  }

  private void version(Node node) {
    values
        .scalar(node, "the version")
        .filter(version -> !version.text().equals(VERSION))
        .ifPresent(
            version ->
                findings.error(
                    version.at(),
                    "version " + Spelling.quote(version.text()) + " is not known here",
                    "write `version: 1`"));
  }

  private void groups(Node node) {
    List<Entry> groups = keys.readAny(node, "`groups`").orElse(List.of());
    for (Entry group : groups) {
      addresses.declare(group.key().text());
    }
    for (Entry group : groups) {
      Scalar key = group.key();
      if (isGroupName(key.text())) {
        addresses.define(key.text(), group.value());
      } else {
        findings.error(
            key.at(),
            Spelling.quote(key.text()) + " can't be the name of a group",
            AddressText.isName(key.text())
                ? "choose one that means nothing else"
                : "begin with a letter; use letters, digits, `.`, `_` and `-`");
      }
    }
  }

  /** Not what the same text would mean in place of an address, or to a YAML reader. */
  private static boolean isGroupName(String text) {
    return AddressText.isName(text)
        && !List.of("any", "all", "null", "true", "false", "yes", "no", "on", "off")
            .contains(text.toLowerCase(Locale.ROOT));
  }

  private void unusedGroups(Node node) {
    if (!whole || !(node instanceof Mapping mapping)) {
      return;
    }
    for (Entry entry : mapping.entries()) {
      if (!addresses.isUsed(entry.key().text()) && addresses.isGroup(entry.key().text())) {
        findings.warning(
            entry.key().at(),
            "no rule names the group " + Spelling.quote(entry.key().text()),
            "delete it, or name it under `remote:` or `local:`");
      }
    }
  }

  /** Reads the defaults by themselves; whether they ask for a justification. */
  private boolean defaults(Node root, Map<String, Node> defaults) {
    rules.read(new Fields(root.at(), defaults, Map.of()));
    return find(defaults, KeyTable.REQUIRE_JUSTIFICATION).flatMap(values::flag).orElse(false);
  }

  private List<Named> rules(
      Node node, Map<String, Node> defaults, boolean justified, Inbound inbound) {
    if (!(node instanceof Sequence list)) {
      if (!(node instanceof Refused)) {
        findings.error(
            node.at(),
            node.kind() + " stands where `rules` is a list",
            "begin each rule with `- name:`");
      }
      return List.of();
    }
    if (list.items().isEmpty() && inbound == Inbound.ALLOW) {
      findings.warning(
          node.at(),
          "this policy has no rule, so that to apply it takes away all that it owns",
          "write a rule, unless you mean this");
    }
    RuleChecks checks = new RuleChecks(findings, justified);
    Map<String, Node> names = new HashMap<>();
    List<Named> read = new ArrayList<>();
    for (Node item : list.items()) {
      if (findings.isEnough()) {
        break;
      }
      boolean cut = !whole && item == list.items().get(list.items().size() - 1);
      keys.read(item, KeyTable.RULE)
          .ifPresent(own -> read.add(rule(item, own, defaults, names, cut ? null : checks)));
    }
    return read;
  }

  private Named rule(
      Node item,
      Map<String, Node> own,
      Map<String, Node> defaults,
      Map<String, Node> names,
      @Nullable RuleChecks checks) {
    Optional<Node> nameNode = find(own, KeyTable.NAME);
    Optional<String> name = nameNode.flatMap(texts::name);
    name.ifPresent(text -> unique(text, nameNode.orElse(item), names));
    Draft draft = rules.read(new Fields(nameNode.orElse(item).at(), own, defaults));
    if (checks != null) {
      if (nameNode.isEmpty()) {
        findings.error(item.at(), "this rule has no name", "add `name:`");
      }
      checks.check(draft);
      name.ifPresent(text -> rules.forwardings().check(draft, text));
    }
    return new Named(name, draft);
  }

  /** Windows doesn't tell names apart that differ in the case alone. */
  private void unique(String name, Node node, Map<String, Node> names) {
    Node first = names.putIfAbsent(name.toLowerCase(Locale.ROOT), node);
    if (first != null) {
      boolean same = first instanceof Scalar scalar && scalar.text().equals(name);
      findings.error(
          node.at(),
          "the rule in line "
              + source.line(first.at())
              + (same ? " has this name" : " has this name but for upper and lower case"),
          "give each rule a name of its own");
    }
  }

  private Result result(
      String policy, List<Named> read, Inbound inbound, Map<String, Node> defaults) {
    RulePlaces places = new RulePlaces(source);
    List<Rule> built = new ArrayList<>(read.size());
    for (Named named : read) {
      String name = named.name().orElseThrow();
      built.add(rules.build(name, named.draft()));
      places.add(name, named.draft().fields());
    }
    find(defaults, KeyTable.INBOUND)
        .ifPresent(
            node -> places.add(RuleSet.INBOUND_BLOCK, new Fields(node.at(), defaults, Map.of())));
    return new Result(new RuleSet(policy, built, inbound), places);
  }
}
