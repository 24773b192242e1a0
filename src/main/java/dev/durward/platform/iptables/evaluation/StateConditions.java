package dev.durward.platform.iptables.evaluation;

import dev.durward.platform.iptables.evaluation.Condition.Any;
import dev.durward.platform.iptables.evaluation.Condition.InStates;
import dev.durward.platform.iptables.evaluation.Condition.Opened;
import dev.durward.platform.iptables.evaluation.Condition.Translated;
import dev.durward.platform.iptables.evaluation.Condition.Unknown;
import dev.durward.platform.iptables.evaluation.Condition.Within;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Conditions about what connection tracking knows of packets (xt_conntrack.c). */
final class StateConditions {
  /** The states of packets that conntrack knows a connection of. */
  private static final EnumSet<State> TRACKED =
      EnumSet.of(State.NEW, State.RUNNING, State.REPLY, State.RELATED);

  private StateConditions() {}

  /** A list of {@code --ctstate}. */
  static Condition of(String list) {
    Set<State> states = EnumSet.noneOf(State.class);
    List<Condition> conditions = new ArrayList<>();
    for (String word : list.split(",", -1)) {
      Optional<Set<State>> some = State.named(word);
      if (some.isPresent()) {
        states.addAll(some.get());
      } else if (word.equals("DNAT")) {
        conditions.add(new Translated());
      } else {
        conditions.add(new Unknown("--ctstate " + word));
      }
    }
    conditions.add(0, new Within(Dimension.STATE, State.extent(states)));
    return conditions.size() == 1 ? conditions.get(0) : new Any(conditions);
  }

  /** The direction of packets that conntrack doesn't know isn't asked for beside their state. */
  static Condition ofDirection(String direction, boolean withState) {
    Condition opened = new Opened(direction.equals("ORIGINAL"));
    Set<State> unknown = EnumSet.complementOf(TRACKED);
    return withState
        ? new Any(List.of(opened, new Within(Dimension.STATE, State.extent(unknown))))
        : opened;
  }

  /** One that packets of known connections meet, or don't; of others it can't be told. */
  static Condition ofTracked(boolean met) {
    return new InStates(TRACKED, met);
  }

  /** The packet that opens a TCP connection has SYN alone; of later ones nobody can tell. */
  static Condition ofFlags(String mask, String set) {
    List<String> asked = List.of(mask.split(",", -1));
    boolean syn = asked.contains("SYN") || asked.contains("ALL");
    return new InStates(EnumSet.of(State.NEW), set.equals(syn ? "SYN" : "NONE"));
  }
}
