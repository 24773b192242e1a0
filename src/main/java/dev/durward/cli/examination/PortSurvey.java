package dev.durward.cli.examination;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortRange;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Gates;
import dev.durward.platform.Question;
import dev.durward.probe.Endpoint;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import dev.durward.probe.Transport;
import dev.durward.report.PortsView.Row;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Asks who decides about every port: once for all ports that no rule tells apart. */
final class PortSurvey {
  private static final PortRange ALL = new PortRange(1, 65535);

  private final Situation situation;
  private final Question question;

  /**
   * @param question about any port
   */
  PortSurvey(Situation situation, Question question) {
    this.situation = situation;
    this.question = question;
  }

  /** Every port that is listened on or allowed, TCP before UDP; those without a rule last. */
  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Transport transport : Transport.values()) {
      rows.addAll(rows(transport));
    }
    return rows;
  }

  private List<Row> rows(Transport transport) {
    List<PortRange> named =
        situation.snapshot().portsNamed(question.direction(), transport.number()).stream()
            .filter(range -> !range.equals(ALL))
            .toList();
    Set<Integer> listening = listening(transport);
    List<Row> rows = new ArrayList<>();
    Optional<Row> others = Optional.empty();
    for (PortRange part : parts(named, listening)) {
      boolean isNamed = named.stream().anyMatch(range -> range.contains(part.first()));
      boolean isHeard = listening.contains(part.first());
      if (isNamed || isHeard) {
        rows.add(row(part.toString(), part.first(), transport, isHeard));
      } else if (others.isEmpty()) {
        others = Optional.of(row("others", part.first(), transport, false));
      }
    }
    others.ifPresent(rest -> rows.removeIf(row -> isLike(row, rest)));
    others.ifPresent(rows::add);
    rows.removeIf(
        row -> row.listeners().isEmpty() && Set.of("shut").containsAll(row.access().values()));
    return joined(rows);
  }

  private Set<Integer> listening(Transport transport) {
    Set<Integer> ports = new TreeSet<>();
    if (question.direction() == Direction.IN) {
      for (Listener each :
          situation.listeners().flatMap(ListenerTable::listeners).orElse(Set.of())) {
        if (each.transport() == transport && each.local().port() > 0) {
          ports.add(each.local().port());
        }
      }
    }
    return ports;
  }

  /** All ports, cut where any rule or listener tells them apart. */
  private static List<PortRange> parts(List<PortRange> named, Set<Integer> listening) {
    TreeSet<Integer> starts = new TreeSet<>(Set.of(1));
    for (PortRange range : named) {
      starts.add(range.first());
      starts.add(range.last() + 1);
    }
    for (int port : listening) {
      starts.add(port);
      starts.add(port + 1);
    }
    List<PortRange> parts = new ArrayList<>();
    for (int start : starts) {
      if (start <= ALL.last()) {
        Integer next = starts.higher(start);
        parts.add(new PortRange(start, next == null ? ALL.last() : next - 1));
      }
    }
    return parts;
  }

  private Row row(String ports, int port, Transport transport, boolean isHeard) {
    Question asked = question.about(port, transport.number());
    List<Answer> answers = situation.snapshot().explained(asked, situation.locality()).answers();
    Map<Family, String> access = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      List<Answer> some = answers.stream().filter(each -> each.family() == family).toList();
      if (!some.isEmpty()) {
        access.put(family, word(some));
      }
    }
    List<String> listeners =
        isHeard
            ? Gates.listening(situation.listeners().orElseThrow(), asked).stream()
                .map(each -> address(each.local()))
                .toList()
            : List.of();
    return new Row(ports, transport.word(), listeners, access, decider(answers));
  }

  private static String address(Endpoint endpoint) {
    String address = endpoint.address().toString();
    return address.equals("0.0.0.0") ? "*" : address;
  }

  private static String word(List<Answer> answers) {
    Set<Access> all = EnumSet.noneOf(Access.class);
    answers.forEach(answer -> all.add(answer.access()));
    if (all.contains(Access.DEPENDS)) {
      return "depends";
    }
    if (all.stream().allMatch(Access::isShut)) {
      return "shut";
    }
    if (answers.get(0).access() == Access.LED_AWAY) {
      return "away";
    }
    return all.size() > 1 ? "some" : "allowed";
  }

  /** Where somebody is let in, if anywhere, of the first family. */
  private static String decider(List<Answer> answers) {
    return answers.stream()
        .filter(answer -> !answer.access().isShut())
        .findFirst()
        .or(() -> answers.stream().findFirst())
        .flatMap(
            answer ->
                answer.reasons().stream()
                    .filter(reason -> !reason.access().isShut())
                    .findFirst()
                    .orElse(answer.last())
                    .decider())
        .map(PortSurvey::name)
        .orElse("");
  }

  private static String name(Place place) {
    boolean policy = place.line() == 0 && place.text().startsWith("policy ");
    String owner = place.owner().isEmpty() ? "" : " [" + place.owner() + "]";
    return place.where() + (policy ? " " + place.text() : "") + owner;
  }

  private static boolean isLike(Row row, Row other) {
    return row.listeners().isEmpty()
        && other.listeners().isEmpty()
        && row.access().equals(other.access())
        && row.decider().equals(other.decider());
  }

  /** Neighbours of which the same is to be said, in one row. */
  private static List<Row> joined(List<Row> rows) {
    List<Row> joined = new ArrayList<>();
    for (Row row : rows) {
      Optional<Row> before =
          joined.isEmpty() ? Optional.empty() : Optional.of(joined.get(joined.size() - 1));
      if (before.isPresent() && isLike(before.get(), row) && adjoins(before.get(), row)) {
        String ports = start(before.get()) + "-" + end(row);
        joined.set(
            joined.size() - 1,
            new Row(ports, row.protocol(), List.of(), row.access(), row.decider()));
      } else {
        joined.add(row);
      }
    }
    return joined;
  }

  private static boolean adjoins(Row before, Row row) {
    return !row.ports().equals("others") && end(before) + 1 == start(row);
  }

  private static int start(Row row) {
    return Integer.parseInt(row.ports().replaceFirst("-.*", ""));
  }

  private static int end(Row row) {
    return Integer.parseInt(row.ports().replaceFirst(".*-", ""));
  }
}
