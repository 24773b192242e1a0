package dev.durward.platform.firewalld;

import dev.durward.model.Family;
import dev.durward.plan.Entry;
import dev.durward.platform.iptables.IptablesSnapshot;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernel's rules as firewalld has them with some rich rules in Durward's policy objects. Those
 * stand where it asks its policies before and after the zones:
 *
 * <pre>
 * chain filter_INPUT_POLICIES_pre {     # -A INPUT_POLICIES_pre with iptables as its back end
 *   jump filter_IN_policy_durward-in-block
 *   …
 * }
 * </pre>
 */
final class PlannedPolicies {
  private static final String NATIVE = "inet firewalld";

  private static final Pattern FAMILY = Pattern.compile(" family=\"(ipv[46])\"");
  private static final Pattern SOURCE = Pattern.compile(" source address=\"([^\"]+)\"");
  private static final Pattern DESTINATION = Pattern.compile(" destination address=\"([^\"]+)\"");
  private static final Pattern PORT =
      Pattern.compile(" (source-)?port port=\"([^\"]+)\" protocol=\"([^\"]+)\"");
  private static final Pattern PROTOCOL = Pattern.compile(" protocol value=\"([^\"]+)\"");

  private PlannedPolicies() {}

  /** The host with these rules in place of those that it has. */
  static IptablesSnapshot of(IptablesSnapshot kernel, List<Entry> entries) {
    Map<Family, List<BaseChain>> beside = new EnumMap<>(Family.class);
    Map<Family, Map<String, List<RuleLine>>> own = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      List<BaseChain> chains = new ArrayList<>();
      for (BaseChain chain : kernel.nativeChains(family)) {
        Table content =
            chain.table().equals(NATIVE)
                ? with(chain.content(), contents(chain.content(), "filter_", family, entries))
                : chain.content();
        chains.add(
            new BaseChain(
                chain.table(),
                content,
                chain.chain(),
                chain.hook(),
                chain.priority(),
                chain.translates()));
      }
      beside.put(family, chains);
      own.put(family, contents(kernel.filter(family), "", family, entries));
    }
    return kernel.withNativeChains(beside).with(own);
  }

  private static Table with(Table table, Map<String, List<RuleLine>> contents) {
    Map<String, Chain> chains = new LinkedHashMap<>(table.chains());
    contents.forEach((name, rules) -> chains.put(name, new Chain(name, "-", rules)));
    return new Table(chains);
  }

  /** The chains of a table in which Durward's policies are asked, as they would be. */
  private static Map<String, List<RuleLine>> contents(
      Table table, String prefix, Family family, List<Entry> entries) {
    Map<String, List<RuleLine>> contents = new LinkedHashMap<>();
    for (PolicyObject object : PolicyObject.values()) {
      String name = prefix + object.chain();
      if (table.chain(name).isPresent()) {
        List<RuleLine> rules = new ArrayList<>(table.rules(name));
        rules.removeIf(rule -> rule.target().filter(to -> to.endsWith(object.title())).isPresent());
        rules.addAll(object.isFirst() ? 0 : rules.size(), lines(object, family, entries));
        contents.put(name, rules);
      }
    }
    return contents;
  }

  private static List<RuleLine> lines(PolicyObject object, Family family, List<Entry> entries) {
    return entries.stream()
        .filter(entry -> PolicyObject.of(entry) == object && isOf(family, entry))
        // Drops have the lowest priority, which comes first.
        .sorted(Comparator.comparing(entry -> !entry.text().endsWith(" drop")))
        .map(PlannedPolicies::line)
        .toList();
  }

  /** Whether an entry is about packets of a family. */
  static boolean isOf(Family family, Entry entry) {
    Matcher named = FAMILY.matcher(entry.text());
    return !named.find() || named.group(1).equals(family.word());
  }

  /** What an entry is to the kernel. */
  static RuleLine line(Entry entry) {
    String text = entry.text();
    List<String> words = new ArrayList<>();
    Matcher port = PORT.matcher(text);
    if (port.find()) {
      words.addAll(List.of("-p", port.group(3), port.group(1) == null ? "--dports" : "--sports"));
      words.add(port.group(2).replace('-', ':'));
    }
    add(words, "-p", PROTOCOL.matcher(text));
    add(words, "-s", SOURCE.matcher(text));
    add(words, "-d", DESTINATION.matcher(text));
    boolean refuses = text.endsWith(" reject");
    words.addAll(List.of("-j", text.endsWith(" accept") ? "ACCEPT" : refuses ? "REJECT" : "DROP"));
    return new RuleLine(0, text, 0, Optional.of(entry.mark()), words);
  }

  private static void add(List<String> words, String option, Matcher value) {
    if (value.find()) {
      words.addAll(List.of(option, value.group(1)));
    }
  }
}
