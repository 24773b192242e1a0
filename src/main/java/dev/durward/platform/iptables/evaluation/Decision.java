package dev.durward.platform.iptables.evaluation;

import dev.durward.model.AddressSet;
import dev.durward.model.PortSet;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.Optional;

/** What becomes of packets in the end, or at the end of one table. */
public sealed interface Decision {
  /** In one word. */
  enum Kind {
    /** They reach the host's sockets, or leave it. */
    ALLOWED,
    /** They vanish. */
    BLOCKED,
    /** They are refused with an answer. */
    REJECTED,
    /** They go to another host. */
    LED_AWAY,
    /** It can't be told from the rules. */
    UNSAID
  }

  /** In one word. */
  Kind kind();

  /** What a rule makes of packets, if that is the end of their way through its table. */
  static Optional<Decision> of(RuleLine rule) {
    return switch (rule.target().orElse("")) {
      case "ACCEPT" -> Optional.of(new Accepted());
      case "DROP" -> Optional.of(new Dropped());
      case "REJECT" -> Optional.of(new Rejected(rule.valueOf("--reject-with").orElse("")));
      default -> Optional.empty();
    };
  }

  record Accepted() implements Decision {
    @Override
    public Kind kind() {
      return Kind.ALLOWED;
    }
  }

  record Dropped() implements Decision {
    @Override
    public Kind kind() {
      return Kind.BLOCKED;
    }
  }

  /**
   * Refused with an answer.
   *
   * @param with which, as iptables names it
   */
  record Rejected(String with) implements Decision {
    @Override
    public Kind kind() {
      return Kind.REJECTED;
    }
  }

  /**
   * Sent to another address or port (DNAT, REDIRECT): away, unless the address is the host's own.
   *
   * @param addresses where to; empty if the address stays
   * @param ports likewise
   */
  record Led(Optional<AddressSet> addresses, Optional<PortSet> ports) implements Decision {
    @Override
    public Kind kind() {
      return Kind.LED_AWAY;
    }
  }

  /**
   * Handed to something that isn't known here.
   *
   * @param what the target of a rule, or why there is no telling
   */
  record Unsaid(String what) implements Decision {
    @Override
    public Kind kind() {
      return Kind.UNSAID;
    }
  }
}
