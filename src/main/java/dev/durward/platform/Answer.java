package dev.durward.platform;

import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who decides about some of the packets of a {@link Question}.
 *
 * @param family their family
 * @param packets which they are
 * @param access what becomes of them
 * @param reasons each way on which it may come to that; one alone if it can be told
 */
public record Answer(Family family, Packets packets, Access access, List<Reason> reasons) {
  /** What becomes of packets. */
  public enum Access {
    ALLOWED("allowed"),
    /** They vanish without an answer. */
    BLOCKED("blocked"),
    /** They are refused with an answer. */
    REJECTED("rejected"),
    /** They go to another host, and never reach this one's sockets. */
    LED_AWAY("led to another host"),
    /** The rules alone don't tell: on a rate, on what was seen before, on what a packet holds. */
    DEPENDS("it depends");

    private final String words;

    Access(String words) {
      this.words = words;
    }

    /** For people. */
    public String words() {
      return words;
    }
  }

  /**
   * Packets.
   *
   * <p>What is empty is not told apart: all that was asked about.
   *
   * @param remote the addresses on the other side
   * @param local those of this host
   * @param interfaces by their names; {@code eth+} for others that begin so, and an empty name for
   *     all others
   * @param users whose processes send them, likewise
   */
  public record Packets(
      Optional<AddressSet> remote,
      Optional<AddressSet> local,
      Set<String> interfaces,
      Set<String> users) {
    public Packets {
      interfaces = Set.copyOf(interfaces);
      users = Set.copyOf(users);
    }
  }

  /**
   * One way.
   *
   * @param access what comes of it
   * @param detail more of that: with which answer, where to; may be empty
   * @param trace the places that led to it, the deciding one last
   * @param provided what must hold for it, of which nobody can tell; empty for what happens
   *     otherwise
   */
  public record Reason(Access access, String detail, List<Place> trace, List<String> provided) {
    public Reason {
      trace = List.copyOf(trace);
      provided = List.copyOf(provided);
    }
  }

  /**
   * A place where something is decided.
   *
   * @param where it is, as the platform's own tools name it
   * @param line its line in what was read; 0 where it has none
   * @param text what stands there, as the platform's own tools have it
   * @param owner who keeps it; empty if nobody is known
   */
  public record Place(String where, int line, String text, String owner) {}

  public Answer {
    reasons = List.copyOf(reasons);
  }
}
