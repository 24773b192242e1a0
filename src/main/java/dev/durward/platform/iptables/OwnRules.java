package dev.durward.platform.iptables;

import dev.durward.model.Direction;
import dev.durward.platform.iptables.placement.ChainContent;
import dev.durward.platform.iptables.rule.CanonicalRule;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.SaveDump;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Durward's own rules of one family, as a file keeps them for the next boot: they alone, whoever
 * else has rules.
 *
 * @param chains the marked rules of each own chain that has any, in the order that gives them their
 *     meaning
 * @param before by built-in chain, the rule that stood behind the jump to the allow chain
 * @param reached whether a jump leads to each of the chains
 */
public record OwnRules(
    Map<OwnChain, List<String>> chains, Map<String, String> before, boolean reached) {
  /** None at all. */
  public static final OwnRules NONE = new OwnRules(Map.of(), Map.of(), true);

  public OwnRules {
    chains = Map.copyOf(chains);
    before = Map.copyOf(before);
  }

  /** Those of a filter table. */
  public static OwnRules of(Table filter) {
    Map<OwnChain, List<String>> chains = new EnumMap<>(OwnChain.class);
    boolean reached = true;
    for (OwnChain own : OwnChain.values()) {
      List<String> rules = new ArrayList<>();
      for (RuleLine rule : filter.rules(own.chain())) {
        if (rule.mark().isPresent()) {
          rules.add(rule.text());
        }
      }
      if (!rules.isEmpty()) {
        chains.put(own, ChainContent.inOrder(own, rules));
        reached &= jump(filter, own) >= 0;
      }
    }
    return new OwnRules(chains, before(filter), reached);
  }

  private static Map<String, String> before(Table filter) {
    Map<String, String> before = new HashMap<>();
    for (Direction direction : Direction.values()) {
      OwnChain allow = OwnChain.of(direction, false);
      List<RuleLine> rules = filter.rules(allow.hook());
      int at = jump(filter, allow);
      if (at >= 0 && at + 1 < rules.size()) {
        before.put(allow.hook(), rules.get(at + 1).text());
      }
    }
    return before;
  }

  /** Where the jump to a chain stands, from 0; -1 if there is none. */
  private static int jump(Table filter, OwnChain own) {
    List<RuleLine> rules = filter.rules(own.hook());
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).target().equals(Optional.of(own.chain()))) {
        return i;
      }
    }
    return -1;
  }

  /** How many rules that are. */
  public int size() {
    return chains.values().stream().mapToInt(List::size).sum();
  }

  /** The same rules, where a script sees to the jumps. */
  public OwnRules asReached() {
    return new OwnRules(chains, before, true);
  }

  /** How many of these rules others don't hold. */
  public int without(OwnRules others) {
    int missing = 0;
    for (OwnChain own : chains.keySet()) {
      Map<String, Integer> left = new HashMap<>();
      canonical(others.chains, own).forEach(rule -> left.merge(rule, 1, Integer::sum));
      for (String rule : canonical(chains, own)) {
        missing += left.merge(rule, -1, Integer::sum) < 0 ? 1 : 0;
      }
    }
    return missing;
  }

  /** Whether they are the same rules, however they are written, and in whichever order. */
  public boolean isSameAs(OwnRules other) {
    return without(other) == 0 && other.without(this) == 0;
  }

  private static List<String> canonical(Map<OwnChain, List<String>> chains, OwnChain own) {
    return chains.getOrDefault(own, List.of()).stream().map(CanonicalRule::of).toList();
  }

  /**
   * The file: what {@code iptables-restore --noflush} reads to have these chains and no rule but
   * these in them. No jump leads to them by that; where it stands is for the script that puts them
   * back to say, which reads the comments.
   */
  public String text() {
    StringBuilder text = new StringBuilder("# Durward's own rules, for the next boot\n");
    before.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> "# before " + entry.getKey() + " " + entry.getValue() + "\n")
        .forEach(text::append);
    text.append("*filter\n");
    for (OwnChain own : OwnChain.values()) {
      if (chains.containsKey(own)) {
        text.append(':').append(own.chain()).append(" - [0:0]\n");
      }
    }
    for (OwnChain own : OwnChain.values()) {
      if (own.blocks() && chains.containsKey(own)) {
        text.append("-A ").append(own.chain()).append(' ').append(OwnChain.REPLIES_PASS);
        text.append('\n');
      }
      for (String rule : chains.getOrDefault(own, List.of())) {
        text.append("-A ").append(own.chain()).append(' ').append(rule).append('\n');
      }
    }
    return text.append("COMMIT\n").toString();
  }

  /**
   * What a dump holds beside Durward's rules, as {@code iptables-save} prints it: what somebody who
   * saves the whole of it would save of others. Untouched tables and counters are left out.
   */
  public static List<String> others(SaveDump dump) {
    List<String> others = new ArrayList<>();
    dump.tables().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              List<String> lines = others(entry.getValue());
              if (!lines.isEmpty()) {
                others.add("*" + entry.getKey());
                others.addAll(lines);
              }
            });
    return others;
  }

  private static List<String> others(Table table) {
    List<String> lines = new ArrayList<>();
    table.chains().values().stream()
        .filter(chain -> OwnChain.named(chain.name()).isEmpty() && !chain.policy().equals("ACCEPT"))
        .map(chain -> ":" + chain.name() + " " + chain.policy())
        .sorted()
        .forEach(lines::add);
    table.chains().entrySet().stream()
        .filter(entry -> OwnChain.named(entry.getKey()).isEmpty())
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry -> {
              for (RuleLine rule : entry.getValue().rules()) {
                if (rule.target().flatMap(OwnChain::named).isEmpty()) {
                  lines.add("-A " + entry.getKey() + " " + rule.text());
                }
              }
            });
    return lines;
  }
}
