package dev.durward.platform.iptables.evaluation;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What connection tracking knows of a packet (iptables-extensions(8), conntrack). */
public enum State {
  /** It opens a connection; of TCP, it has SYN alone. */
  NEW,
  /** A later one of the side that opened it. */
  RUNNING,
  /** One of the other side. */
  REPLY,
  /** It opens a connection that another one has announced, or reports an error of one. */
  RELATED,
  INVALID,
  UNTRACKED;

  /** Packets in one of these states. */
  static Extent extent(Set<State> states) {
    Set<String> names = new HashSet<>();
    for (State state : states) {
      names.add(state.name());
    }
    return new Extent.Names(names);
  }

  /** Those that a word of {@code --ctstate} means; empty if the state alone does not tell. */
  static Optional<Set<State>> named(String word) {
    return switch (word) {
      case "NEW" -> Optional.of(EnumSet.of(NEW));
      case "ESTABLISHED" -> Optional.of(EnumSet.of(RUNNING, REPLY));
      case "RELATED" -> Optional.of(EnumSet.of(RELATED));
      case "INVALID" -> Optional.of(EnumSet.of(INVALID));
      case "UNTRACKED" -> Optional.of(EnumSet.of(UNTRACKED));
      default -> Optional.empty();
    };
  }
}
