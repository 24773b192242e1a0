package dev.durward.platform;

import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
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

    /** Whether nothing comes in. */
    public boolean isShut() {
      return this == BLOCKED || this == REJECTED;
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
   * @param sourcePorts those that they come from
   * @param profiles of the network that they cross; only Windows has them
   */
  public record Packets(
      Optional<AddressSet> remote,
      Optional<AddressSet> local,
      Set<String> interfaces,
      Set<String> users,
      Optional<PortSet> sourcePorts,
      Set<String> profiles) {
    public Packets {
      interfaces = Set.copyOf(interfaces);
      users = Set.copyOf(users);
      profiles = Set.copyOf(profiles);
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
    /** What decides; empty if that is nothing that has a place. */
    public Optional<Place> decider() {
      return trace.isEmpty() ? Optional.empty() : Optional.of(trace.get(trace.size() - 1));
    }

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
   * @param alike how many more stand behind it that decide the same about others of the packets
   */
  public record Place(String where, int line, String text, String owner, int alike) {
    /** A place by itself. */
    public static Place of(String where, int line, String text, String owner) {
      return new Place(where, line, text, owner, 0);
    }
  }

  /** The reason that holds where no condition leads elsewhere before. */
  public Reason last() {
    return reasons.get(reasons.size() - 1);
  }

  public Answer {
    reasons = List.copyOf(reasons);
  }
}
