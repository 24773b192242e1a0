package dev.durward.platform.iptables.placement;

import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.Decision;
import dev.durward.platform.iptables.evaluation.Evaluator;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Outcome;
import dev.durward.platform.iptables.evaluation.Region;
import dev.durward.platform.iptables.evaluation.State;
import dev.durward.platform.iptables.evaluation.Step;
import dev.durward.platform.iptables.evaluation.Subject;
import dev.durward.platform.iptables.evaluation.Universe;
import dev.durward.platform.iptables.evaluation.Way;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who ends the way of packets that open a connection, in a chain that the kernel leads packets
 * through. Each is a rule of the chain, alone or with those that it leads to, or the chain's
 * policy.
 */
public final class Takers {
  /** A source that the kernel mostly drops as martian before any rule of INPUT. */
  private static final String MARTIAN = "--src-type BROADCAST";

  private static final String RATE = "-m limit ";

  private final BaseChain chain;
  private final Family family;
  private final Universe universe;
  private final IpSets sets;
  private final Region asked;
  private final List<RuleLine> rules;

  /** Of each rule as it is followed: its place in the chain. */
  private final Map<RuleLine, Integer> places = new HashMap<>();

  /**
   * @param chain with its table
   * @param universe that of the table
   * @param sets what the sets of the host hold
   */
  public Takers(BaseChain chain, Family family, Universe universe, IpSets sets) {
    this.family = family;
    this.universe = universe;
    this.sets = sets;
    this.rules = chain.content().rules(chain.chain());
    List<RuleLine> followed = new ArrayList<>();
    String policy = chain.content().policy(chain.chain());
    for (int i = 0; i < rules.size(); i++) {
      for (RuleLine each : writtenOut(rules.get(i), policy)) {
        places.putIfAbsent(each, i);
        followed.add(each);
      }
    }
    this.chain = with(chain, Map.of(chain.chain(), new Chain(chain.chain(), policy, followed)));
    AddressSet network = Network.of(family);
    this.asked = Region.of(network, network, PortSet.ALL, universe, EnumSet.of(State.NEW));
  }

  /**
   * One who ends the way of packets.
   *
   * @param place its place in the chain, from 0; the number of rules for the policy
   * @param path the rules that lead to it, and last itself; none for the policy
   * @param refuses whether it drops or rejects them
   * @param sure whether it ends the way of each packet
   * @param rated whether it does so up to a rate
   * @param region the packets
   */
  public record Taker(
      int place, List<Step> path, boolean refuses, boolean sure, boolean rated, Region region) {
    /** Whether another one is the same rule, or the policy as well. */
    boolean isSame(Taker other) {
      int depth = path.size() - 1;
      return place == other.place
          && depth == other.path.size() - 1
          && (depth < 0 || isWith(other, depth));
    }

    /** Whether the same rule leads to both at a depth of their paths. */
    boolean isWith(Taker other, int depth) {
      return depth < path.size()
          && depth < other.path.size()
          && path.get(depth).rules().get(0).equals(other.path.get(depth).rules().get(0));
    }
  }

  /** Those of a protocol, in the order in which packets come to them. */
  public List<Taker> of(int protocol) {
    return of(chain, protocol);
  }

  private List<Taker> of(BaseChain some, int protocol) {
    Direction direction = some.hook() == BaseChain.Hook.INPUT ? Direction.IN : Direction.OUT;
    Subject subject =
        new Subject(
            family, direction, protocol, Optional.empty(), Optional.empty(), Optional.empty());
    List<Taker> takers = new ArrayList<>();
    for (Outcome outcome : Evaluator.ends(some, subject, asked, universe, sets)) {
      List<String> provided = outcome.way().provided();
      if (!isOdd(provided)) {
        List<Step> path = outcome.way().isByRule() ? outcome.way().steps() : List.<Step>of();
        Decision.Kind kind = outcome.way().decision().kind();
        takers.add(
            new Taker(
                path.isEmpty() ? rules.size() : place(path.get(0).rules().get(0)),
                path,
                kind == Decision.Kind.BLOCKED || kind == Decision.Kind.REJECTED,
                provided.isEmpty(),
                isRated(provided),
                outcome.region()));
      }
    }
    return takers;
  }

  private static boolean isOdd(List<String> conditions) {
    for (String condition : conditions) {
      if (condition.equals(MARTIAN) || Way.isOdd(condition)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isRated(List<String> conditions) {
    for (String condition : conditions) {
      if (!condition.startsWith(RATE)) {
        return false;
      }
    }
    return !conditions.isEmpty();
  }

  /** The place of a rule of the chain. */
  int place(RuleLine rule) {
    return places.getOrDefault(rule, rules.size());
  }

  /** How great a part of all packets some are, from 0 to 1, their interfaces aside. */
  double share(Region some) {
    if (!some.users().contains(Universe.OTHER)) {
      return 0;
    }
    return share(some.sources(), asked.sources())
        * share(some.destinations(), asked.destinations())
        * some.sourcePorts().size()
        / asked.sourcePorts().size()
        * some.destinationPorts().size()
        / asked.destinationPorts().size();
  }

  private static double share(AddressSet some, AddressSet all) {
    return some.size().doubleValue() / all.size().doubleValue();
  }

  /** How great a part of all packets one would refuse if nobody else were asked. */
  double alone(Taker taker, int protocol) {
    if (taker.path().isEmpty()) {
      return 1;
    }
    Map<String, Chain> chains = new LinkedHashMap<>();
    for (Step step : taker.path()) {
      String policy = step.chain().equals(chain.chain()) ? "ACCEPT" : "-";
      chains.put(step.chain(), new Chain(step.chain(), policy, step.rules()));
    }
    double share = 0;
    for (Taker each : of(with(chain, chains), protocol)) {
      share += each.refuses() ? share(each.region()) : 0;
    }
    return share;
  }

  private static BaseChain with(BaseChain chain, Map<String, Chain> some) {
    Map<String, Chain> chains = new LinkedHashMap<>(chain.content().chains());
    chains.putAll(some);
    return chain.with(chains);
  }

  /** Packets that leave a chain of the kernel's own, or don't come back to it, meet its policy. */
  private static List<RuleLine> writtenOut(RuleLine rule, String policy) {
    if (rule.isGoto()) {
      String target = rule.target().orElseThrow();
      return List.of(with(rule, target), with(rule, policy));
    }
    return rule.target().equals(Optional.of("RETURN"))
        ? List.of(with(rule, policy))
        : List.of(rule);
  }

  private static RuleLine with(RuleLine rule, String target) {
    List<String> words = new ArrayList<>(rule.words());
    int option = Math.max(words.lastIndexOf("-j"), words.lastIndexOf("-g"));
    words.subList(option, words.size()).clear();
    words.addAll(List.of("-j", target));
    return new RuleLine(rule.number(), rule.text(), rule.packets(), rule.mark(), words);
  }
}
