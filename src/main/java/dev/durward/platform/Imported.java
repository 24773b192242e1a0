package dev.durward.platform;

import dev.durward.model.Inbound;
import dev.durward.model.Rule;
import dev.durward.model.RuleSet;
import dev.durward.plan.Mark;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the rules of a host come to as those of a policy: never wider than the host's are.
 *
 * @param policy the policy that they are to be of
 * @param inbound what becomes of all else that comes in
 * @param headings what is to be known about all of them, in lines
 * @param items in the host's order
 */
public record Imported(String policy, Inbound inbound, List<String> headings, List<Item> items) {
  /** The policy of rules that are of no policy of Durward's, where the user names none. */
  public static final String POLICY = "imported";

  /**
   * A rule, or one that a file can't say.
   *
   * @param remarks in lines: of a rule, what it doesn't say itself; else, what the host has and why
   *     that is no rule here
   * @param rule with a name that no other has; absent if it can't be said
   */
  public record Item(List<String> remarks, Optional<Rule> rule) {
    public Item {
      remarks = List.copyOf(remarks);
    }
  }

  public Imported {
    headings = List.copyOf(headings);
    items = List.copyOf(items);
  }

  /** Rules alone. */
  public Imported(String policy, List<String> headings, List<Item> items) {
    this(policy, Inbound.ALLOW, headings, items);
  }

  /**
   * The policy of a file.
   *
   * @param wanted the user's choice, if there is one
   * @param there the policies that own rules of the host
   */
  public static String policy(Optional<String> wanted, Set<String> there) {
    return wanted.orElseGet(() -> there.size() == 1 ? there.iterator().next() : POLICY);
  }

  /** The remark on a rule of Durward's that another policy owns. */
  public static String ofPolicy(Mark mark) {
    return "the policy " + mark.policy() + " has this rule on the host, as " + mark.rule();
  }

  /** The same rule under another name. */
  public static Rule renamed(Rule rule, String name) {
    return new Rule(
        name,
        rule.description(),
        rule.justification(),
        rule.owner(),
        rule.expires(),
        rule.enabled(),
        rule.platforms(),
        rule.directions(),
        rule.action(),
        rule.protocols(),
        rule.destinationPorts(),
        rule.sourcePorts(),
        rule.remote(),
        rule.local(),
        rule.families(),
        rule.windows(),
        rule.linux(),
        rule.expectation(),
        rule.forwarding());
  }

  /** The rules without the remarks. */
  public RuleSet rules() {
    return new RuleSet(
        policy, items.stream().flatMap(item -> item.rule().stream()).toList(), inbound);
  }

  /** How many of the host's rules are remarks alone. */
  public int unsaid() {
    return (int) items.stream().filter(item -> item.rule().isEmpty()).count();
  }
}
