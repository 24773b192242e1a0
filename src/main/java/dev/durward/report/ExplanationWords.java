package dev.durward.report;

import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Packets;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Explanation;
import dev.durward.platform.Question;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What is said of answers in a sentence. */
final class ExplanationWords {
  private static final int MOST_NAMED = 4;

  private final Direction direction;
  private final List<Answer> answers;
  // Of whom an answer is may take all bans of a host to say, and is said twice.
  private final IdentityHashMap<Packets, String> told = new IdentityHashMap<>();

  /**
   * @param answers of one family, the one for everybody else first
   */
  private ExplanationWords(Direction direction, List<Answer> answers) {
    this.direction = direction;
    this.answers = List.copyOf(answers);
  }

  /** Those of each family. */
  static Map<Family, ExplanationWords> of(Question question, Explanation explanation) {
    Map<Family, ExplanationWords> words = new EnumMap<>(Family.class);
    for (Family family : Family.values()) {
      List<Answer> some =
          explanation.answers().stream().filter(each -> each.family() == family).toList();
      words.put(family, new ExplanationWords(question.direction(), some));
    }
    return words;
  }

  /** What they are about. */
  List<Answer> answers() {
    return answers;
  }

  /** The verdict, one sentence for both families where it is the same. */
  static String verdict(Map<Family, ExplanationWords> families) {
    List<String> verdicts = new ArrayList<>();
    for (ExplanationWords words : families.values()) {
      if (!words.answers.isEmpty()) {
        verdicts.add(words.verdict());
      }
    }
    if (verdicts.isEmpty()) {
      return "no packet from a network is like that";
    }
    return verdicts.stream().distinct().count() == 1
        ? verdicts.get(0)
        : "over IPv4 " + verdicts.get(0) + "; over IPv6 " + verdicts.get(1);
  }

  /** Four ways that it may go, of which two are one to whoever wants in. */
  private enum Fate {
    ALLOWED("allowed"),
    SHUT("shut"),
    AWAY("led to another host"),
    DEPENDS("it depends");

    private final String word;

    Fate(String word) {
      this.word = word;
    }

    static Fate of(Answer answer) {
      return switch (answer.access()) {
        case ALLOWED -> ALLOWED;
        case BLOCKED, REJECTED -> SHUT;
        case LED_AWAY -> AWAY;
        case DEPENDS -> DEPENDS;
      };
    }
  }

  private String verdict() {
    Map<Fate, List<Answer>> fates = new LinkedHashMap<>();
    for (Answer answer : answers) {
      fates.computeIfAbsent(Fate.of(answer), none -> new ArrayList<>()).add(answer);
    }
    Answer first = answers.get(0);
    Fate main = Fate.of(first);
    if (fates.size() == 1) {
      return switch (main) {
        case ALLOWED -> "allowed for everybody" + by(first);
        case SHUT -> "shut for everybody: " + cause(first);
        case AWAY -> "led to another host, " + first.last().detail();
        case DEPENDS -> depends();
      };
    }
    if (fates.keySet().equals(Set.of(Fate.ALLOWED, Fate.SHUT)) && !isInProfile(first)) {
      return main == Fate.ALLOWED
          ? "allowed but" + groups(fates.getOrDefault(Fate.SHUT, List.of()))
          : "allowed" + groups(fates.getOrDefault(Fate.ALLOWED, List.of())) + " alone";
    }
    List<String> parts = new ArrayList<>();
    fates.forEach(
        (fate, some) ->
            parts.add(fate == main && !isInProfile(first) ? fate.word : fate.word + groups(some)));
    return String.join("; ", parts);
  }

  private static boolean isInProfile(Answer answer) {
    return !answer.packets().profiles().isEmpty();
  }

  private String groups(List<Answer> some) {
    return some.size() > 2
        ? " for " + some.size() + " groups"
        : String.join(" and", some.stream().map(each -> who(each.packets())).toList());
  }

  /** {@code it depends: allowed where -m limit --limit 3/min, otherwise blocked}. */
  private String depends() {
    Answer answer =
        answers.stream().filter(each -> each.access() == Access.DEPENDS).findFirst().orElseThrow();
    if (answer.reasons().size() > 2) {
      return (answer.last().access().isShut() ? "shut" : answer.last().access().words())
          + ", unless one of "
          + (answer.reasons().size() - 1)
          + " conditions holds";
    }
    List<String> parts = new ArrayList<>();
    for (Reason reason : answer.reasons()) {
      String access = reason.access() == Access.DEPENDS ? reason.detail() : reason.access().words();
      if (!reason.provided().isEmpty()) {
        access += " where " + String.join(" and ", reason.provided());
      }
      parts.add(parts.isEmpty() ? access : "otherwise " + access);
    }
    return "it depends: " + String.join(", ", parts);
  }

  private String by(Answer first) {
    boolean same =
        answers.stream().allMatch(each -> each.last().decider().equals(first.last().decider()));
    return same && first.last().decider().isPresent() ? " by " + name(first) : "";
  }

  /** {@code the policy of INPUT drops it}. */
  private static String cause(Answer answer) {
    Optional<Place> decider = answer.last().decider();
    if (decider.isEmpty()) {
      return answer.access().words();
    }
    String verb = answer.access() == Access.REJECTED ? " reject" : " drop";
    return name(answer) + verb + (decider.get().alike() > 0 ? " it" : "s it");
  }

  private static String name(Answer answer) {
    Place place = answer.last().decider().orElseThrow();
    boolean policy = place.line() == 0 && place.text().startsWith("policy ");
    return (policy ? "the policy of " : "") + place.where();
  }

  /** {@code from 10.0.0.0/8 by eth0}, with a space before it; nothing for all there are. */
  String who(Packets packets) {
    return told.computeIfAbsent(packets, this::parts);
  }

  private String parts(Packets packets) {
    boolean in = direction == Direction.IN;
    List<String> parts = new ArrayList<>();
    packets
        .remote()
        .ifPresent(some -> parts.add((in ? "from " : "to ") + addresses(some, Packets::remote)));
    packets
        .local()
        .ifPresent(some -> parts.add((in ? "for " : "from ") + addresses(some, Packets::local)));
    packets.sourcePorts().ifPresent(some -> parts.add("from port " + ports(some)));
    if (!packets.interfaces().isEmpty()) {
      parts.add("by " + names(packets.interfaces(), "any interface", Packets::interfaces));
    }
    if (!packets.users().isEmpty()) {
      parts.add("of " + names(packets.users(), "any user", Packets::users));
    }
    if (!packets.profiles().isEmpty()) {
      parts.add("in profile " + String.join(", ", new TreeSet<>(packets.profiles())));
    }
    return parts.isEmpty() ? "" : " " + String.join(" ", parts);
  }

  private static String ports(PortSet ports) {
    PortSet others = ports.complement();
    return others.ranges().size() < ports.ranges().size() ? "any but " + others : ports.toString();
  }

  /** What others are called elsewhere is said by what they are not. */
  private String names(Set<String> names, String any, Function<Packets, Set<String>> part) {
    if (!names.contains("")) {
      return some(List.copyOf(new TreeSet<>(names)), "more");
    }
    Set<String> others = new TreeSet<>();
    answers.forEach(answer -> others.addAll(part.apply(answer.packets())));
    others.removeAll(names);
    return others.isEmpty() ? any : any + " but " + some(List.copyOf(others), "more");
  }

  private String addresses(AddressSet some, Function<Packets, Optional<AddressSet>> part) {
    if (some.ranges().size() == 1) {
      return some.toString();
    }
    List<AddressRange> all = new ArrayList<>();
    for (Answer answer : answers) {
      part.apply(answer.packets()).ifPresent(set -> all.addAll(set.ranges()));
    }
    AddressSet others = AddressSet.of(all).minus(some);
    return !others.isEmpty() && others.ranges().size() < some.ranges().size()
        ? "all but " + list(others)
        : list(some);
  }

  private static String list(AddressSet addresses) {
    return some(addresses.ranges(), "more ranges");
  }

  private static String some(List<?> all, String more) {
    String named =
        all.stream().limit(MOST_NAMED).map(Object::toString).collect(Collectors.joining(", "));
    int others = all.size() - MOST_NAMED;
    return others <= 0 ? named : named + " and " + others + " " + more;
  }
}
