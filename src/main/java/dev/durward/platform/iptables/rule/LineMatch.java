package dev.durward.platform.iptables.rule;

import dev.durward.model.Action;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.LinuxOptions;
import dev.durward.model.Protocol;
import dev.durward.model.RateLimit;
import dev.durward.model.WindowsOptions;
import dev.durward.platform.RulePiece;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the conditions of a line, or of several that a packet must all meet, come to for packets
 * that open a connection over a network.
 *
 * @param packets the packets that may meet them; all of these do if nothing below says otherwise.
 *     Empty if none can
 * @param unclear conditions that are not modelled: fewer packets meet them
 * @param unsaid conditions that such packets always meet, but for which a file has no word
 * @param limit how many are met, at the most
 * @param user the number of the local user
 */
public record LineMatch(
    Optional<PacketSet> packets,
    List<String> unclear,
    List<String> unsaid,
    Optional<RateLimit> limit,
    Optional<String> user) {
  public LineMatch {
    unclear = List.copyOf(unclear);
    unsaid = List.copyOf(unsaid);
  }

  public static LineMatch all(Family family) {
    return new LineMatch(
        Optional.of(PacketSet.all(family)),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * Reads the conditions of a line.
   *
   * @param direction that of the connections that the line's chain is about
   */
  public static LineMatch of(Family family, Direction direction, RuleLine line) {
    return new LineReader(family, direction, line).read();
  }

  /** Whether every packet of its set meets it. */
  public boolean isExact() {
    return unclear.isEmpty() && limit.isEmpty() && user.isEmpty();
  }

  /** What a file has no word for. */
  public List<String> wordless() {
    List<String> all = new ArrayList<>(unclear);
    all.addAll(unsaid);
    return all;
  }

  /** Both at once. A rate counts the packets of its own line, which are not those of another. */
  public LineMatch and(LineMatch inner) {
    List<String> allUnclear = new ArrayList<>(unclear);
    allUnclear.addAll(inner.unclear);
    limit.ifPresent(rate -> allUnclear.add("--limit " + Limit.text(rate) + " of a jump"));
    if (user.isPresent() && inner.user.isPresent() && !user.equals(inner.user)) {
      allUnclear.add("--uid-owner " + user.get() + " of a jump");
    }
    List<String> allUnsaid = new ArrayList<>(unsaid);
    allUnsaid.addAll(inner.unsaid);
    return new LineMatch(
        packets.flatMap(mine -> inner.packets.flatMap(mine::intersection)),
        allUnclear,
        allUnsaid,
        inner.limit,
        inner.user.or(() -> user));
  }

  /** The packets in a file's terms; empty if a file can't name their protocols so. */
  public Optional<RulePiece> piece(Action action, Direction direction, Family family) {
    boolean in = direction == Direction.IN;
    return packets.flatMap(
        set ->
            protocol(set.protocols(), family)
                .map(
                    protocol ->
                        new RulePiece(
                            action,
                            Set.of(direction),
                            List.of(protocol),
                            set.destinationPorts(),
                            set.sourcePorts(),
                            in ? set.sources() : set.destinations(),
                            in ? set.destinations() : set.sources(),
                            Set.of(family),
                            WindowsOptions.NONE,
                            new LinuxOptions(
                                set.networkInterface().map(List::of).orElse(List.of()),
                                false,
                                limit,
                                user),
                            Optional.empty())));
  }

  private static Optional<Protocol> protocol(Set<Integer> numbers, Family family) {
    if (numbers.size() == PacketSet.EVERY_PROTOCOL.size()) {
      return Optional.of(Protocol.ANY);
    }
    if (numbers.size() > 1) {
      return Optional.empty();
    }
    int number = numbers.iterator().next();
    if (Protocol.ICMP.matches(number, family)) {
      return Optional.of(Protocol.ICMP);
    }
    return number == 1 || number == 58 ? Optional.empty() : Optional.of(Protocol.numbered(number));
  }
}
