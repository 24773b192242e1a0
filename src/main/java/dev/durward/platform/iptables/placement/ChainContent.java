package dev.durward.platform.iptables.placement;

import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.rule.CanonicalRule;
import dev.durward.platform.iptables.rule.InboundBlock;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.RuleText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way from what an own chain holds to what it is to hold.
 *
 * <p>Rules of other policies, and rules that somebody else put there, stay where they are. Within
 * the chain log lines come first, then what the rules say, drops before rejects, and {@link
 * InboundBlock} last, whoever's it is, so that the order of writing has no bearing. A chain that
 * holds nothing but this change's own rules may be written anew instead, where that is cheaper
 * (iptables-nft takes 13 ms for each deletion from a chain of 20,000 rules).
 */
public final class ChainContent {
  /** Deletions times length of the chain, above which it is written anew. */
  private static final long REWRITE_ABOVE = 100_000;

  private final OwnChain own;
  private final Optional<List<RuleLine>> current;
  private final List<String> removed;
  private final List<String> added;

  /**
   * @param current what it holds; empty if there is no such chain
   * @param removed rules that go, as the host prints them
   * @param added rules that come
   */
  public ChainContent(
      OwnChain own, Optional<Chain> current, List<Entry> removed, List<Entry> added) {
    this.own = own;
    this.current = current.map(Chain::rules);
    this.removed = removed.stream().map(Entry::text).toList();
    this.added = added.stream().map(Entry::text).toList();
  }

  /** Whether the rules of a chain stand in the order that gives them their meaning. */
  public static boolean isInOrder(OwnChain own, List<RuleLine> rules) {
    if (own.blocks() && (rules.isEmpty() || !isHead(rules.get(0)))) {
      return false;
    }
    int rank = 0;
    for (RuleLine rule : rules) {
      if (rule.mark().isPresent()) {
        int next = rank(own, rule.text());
        if (next < rank) {
          return false;
        }
        rank = next;
      }
    }
    return true;
  }

  public static boolean isHead(RuleLine rule) {
    return CanonicalRule.of(rule.text()).equals(CanonicalRule.of(OwnChain.REPLIES_PASS));
  }

  /** Rules that nobody of Durward's put there. */
  public static List<RuleLine> foreign(List<RuleLine> rules) {
    return rules.stream().filter(rule -> rule.mark().isEmpty() && !isHead(rule)).toList();
  }

  /** In a chain of allows only {@link InboundBlock} leads back, or drops. */
  private static int rank(OwnChain own, String text) {
    return switch (RuleText.target(text)) {
      case "LOG" -> 0;
      case "REJECT", "RETURN" -> 2;
      case "DROP" -> own.blocks() ? 1 : 3;
      default -> 1;
    };
  }

  /** The edits, in their order; none if the chain is as it is to be. */
  public List<Edit> edits() {
    if (current.isEmpty()) {
      return List.of(new Edit.Fill(own, Optional.empty(), of(own, added)));
    }
    List<RuleLine> rules = current.get();
    boolean disordered = !isInOrder(own, rules);
    if (removed.isEmpty() && added.isEmpty() && !disordered) {
      return List.of();
    }
    boolean costly = (long) removed.size() * rules.size() > REWRITE_ABOVE;
    if ((disordered || costly) && isOfOnePolicy(rules)) {
      return List.of(new Edit.Fill(own, Optional.of(texts(rules)), of(own, remaining(rules))));
    }
    return disordered ? reordered(rules) : incremental(rules, removed, added);
  }

  private boolean isOfOnePolicy(List<RuleLine> rules) {
    Set<String> policies = new HashSet<>();
    rules.forEach(rule -> rule.mark().map(Mark::policy).ifPresent(policies::add));
    return policies.size() <= 1 && foreign(rules).isEmpty();
  }

  /** What the chain's marked rules are to be in the end, its order aside. */
  private List<String> remaining(List<RuleLine> rules) {
    Map<String, Integer> going = new HashMap<>();
    removed.forEach(text -> going.merge(text, 1, Integer::sum));
    List<String> remaining = new ArrayList<>();
    for (RuleLine rule : rules) {
      if (rule.mark().isPresent() && going.merge(rule.text(), -1, Integer::sum) < 0) {
        remaining.add(rule.text());
      }
    }
    remaining.addAll(added);
    return remaining;
  }

  /** The lines of a chain that is to hold some marked rules, in any order. */
  public static List<String> of(OwnChain own, List<String> texts) {
    List<String> content = new ArrayList<>();
    if (own.blocks()) {
      content.add(OwnChain.REPLIES_PASS);
    }
    content.addAll(inOrder(own, texts));
    return content;
  }

  /** Marked rules in the order that gives them their meaning. */
  public static List<String> inOrder(OwnChain own, List<String> texts) {
    List<String> ordered = new ArrayList<>();
    List<List<String>> ranks =
        List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    texts.forEach(text -> ranks.get(rank(own, text)).add(text));
    ranks.forEach(ordered::addAll);
    return ordered;
  }

  /** Every marked rule taken out and put back in order, among rules of others that stay. */
  private List<Edit> reordered(List<RuleLine> rules) {
    List<String> marked = new ArrayList<>();
    for (RuleLine rule : rules) {
      if (rule.mark().isPresent() || isHead(rule)) {
        marked.add(rule.text());
      }
    }
    return incremental(rules, marked, remaining(rules));
  }

  private List<Edit> incremental(List<RuleLine> rules, List<String> going, List<String> coming) {
    RuleList list = new RuleList(own.chain(), rules);
    going.forEach(list::delete);
    if (own.blocks() && (list.rules().isEmpty() || !isHead(list.rules().get(0)))) {
      list.insert(0, OwnChain.REPLIES_PASS);
    }
    for (String text : coming) {
      list.insert(position(list.rules(), rank(own, text)), text);
    }
    return list.edits();
  }

  /** Before the first marked rule of a higher rank, of rules that are in order; else at the end. */
  private int position(List<RuleLine> rules, int rank) {
    int position = rules.size();
    for (int i = rules.size() - 1; i >= 0; i--) {
      if (rules.get(i).mark().isPresent()) {
        if (rank(own, rules.get(i).text()) <= rank) {
          break;
        }
        position = i;
      }
    }
    return position;
  }

  private static List<String> texts(List<RuleLine> rules) {
    return rules.stream().map(RuleLine::text).toList();
  }
}
