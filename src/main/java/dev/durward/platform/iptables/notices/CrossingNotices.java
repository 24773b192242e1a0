package dev.durward.platform.iptables.notices;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Family;
import dev.durward.model.PortSet;
import dev.durward.model.Protocol;
import dev.durward.plan.Desired;
import dev.durward.plan.Entry;
import dev.durward.plan.Mark;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.evaluation.Step;
import dev.durward.platform.iptables.evaluation.Way;
import dev.durward.platform.iptables.notices.Barrier.Effect;
import dev.durward.platform.iptables.placement.Network;
import dev.durward.platform.iptables.rule.OwnChain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.state.Manager;
import dev.durward.platform.iptables.state.Places;
import dev.durward.platform.iptables.state.PlannedTables;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Tells of rules that others' lines cross: which rule, which line, and the one thing to do. */
public final class CrossingNotices {
  /** About a thousand rules; more are not held against others' one by one. */
  static final int MOST_LINES = 4_000;

  /** So many addresses are read. */
  private static final int FEW = 3;

  private final Desired.Places places;
  private final Map<String, List<Entry>> lines;

  private CrossingNotices(Desired.Places places, Map<String, List<Entry>> lines) {
    this.places = places;
    this.lines = lines;
  }

  /**
   * What is to be told of a plan.
   *
   * @param sets what the sets of the host hold
   * @param families its tables behind it
   * @param desired whose rules it is about; all there are if it is about no policy
   */
  public static List<Diagnostic> of(IpSets sets, List<PlannedTables> families, Desired desired) {
    List<OwnChain> own = Gateway.open(families);
    if (own.isEmpty()) {
      return List.of();
    }
    Map<String, List<Entry>> lines = families.get(0).lines();
    if (lines.values().stream().mapToInt(List::size).sum() > MOST_LINES) {
      return List.of(
          new Diagnostic(
              Severity.NOTE,
              Optional.empty(),
              "these are too many rules to be held against others' one by one",
              Optional.of("durward explain PORT says who decides about a port")));
    }
    Predicate<Mark> concerned =
        mark -> desired.policies().isEmpty() || desired.policies().contains(mark.policy());
    List<Crossing> crossings = Crossings.of(families, sets, own, concerned);
    CrossingNotices words = new CrossingNotices(desired.places(), lines);
    Set<Mark> told = new HashSet<>();
    List<Diagnostic> notices = new ArrayList<>();
    Map<String, List<Crossing>> doubts = new LinkedHashMap<>();
    for (Crossing crossing : crossings) {
      if (crossing.key().effect() != Effect.DEPENDS) {
        told.add(crossing.key().mark());
        notices.add(words.notice(crossing));
      }
    }
    for (Crossing crossing : crossings) {
      if (crossing.key().effect() == Effect.DEPENDS && told.add(crossing.key().mark())) {
        String cause = crossing.key().own().blocks() + where(crossing);
        doubts.computeIfAbsent(cause, key -> new ArrayList<>()).add(crossing);
      }
    }
    doubts.values().forEach(alike -> notices.add(words.doubt(alike)));
    return notices;
  }

  private Diagnostic notice(Crossing crossing) {
    Crossing.Key key = crossing.key();
    boolean grave = key.effect() == Effect.SHUT || key.own().blocks();
    int more = crossing.deciders() - 1;
    String message =
        quoted(crossing)
            + (key.own().blocks() ? " shuts " : " opens ")
            + subject(crossing.ports())
            + ", "
            + consequence(crossing)
            + scope(crossing)
            + ": "
            + where(crossing)
            + (more > 0 ? "; and " + more + (more == 1 ? " more line" : " more lines") : "");
    return new Diagnostic(
        grave ? Severity.WARNING : Severity.NOTE,
        places.of(key.mark()),
        message,
        Optional.of(remedy(crossing)));
  }

  /** Rules of which one line may keep packets now and then: told as one, with the first's place. */
  private Diagnostic doubt(List<Crossing> alike) {
    Crossing first = alike.get(0);
    int more = alike.size() - 2;
    String names =
        quoted(first)
            + (more < 0 ? "" : more == 0 ? " and " : ", ")
            + (more < 0 ? "" : quoted(alike.get(1)))
            + (more > 0 ? " and " + more + (more == 1 ? " more rule" : " more rules") : "");
    boolean one = alike.size() == 1;
    boolean blocks = first.key().own().blocks();
    List<String> conditions = first.parts().get(0).barriers().get(0).conditions();
    String message =
        names
            + (blocks ? (one ? " shuts " : " shut ") : (one ? " opens " : " open "))
            + (one ? subject(first.ports()) : "ports")
            + (blocks ? ", which may stay open" : ", which may stay shut")
            + " at times"
            + scope(first)
            + (conditions.isEmpty() ? "" : ", by " + String.join(", ", conditions))
            + ": "
            + where(first);
    return new Diagnostic(
        Severity.NOTE, places.of(first.key().mark()), message, Optional.of(remedy(first)));
  }

  private static String quoted(Crossing crossing) {
    return "`" + crossing.key().mark().rule() + "`";
  }

  private static String subject(Map<Integer, PortSet> ports) {
    List<String> words = new ArrayList<>();
    ports.forEach(
        (protocol, some) -> {
          String word =
              protocol == 1 || protocol == 58 ? "icmp" : Protocol.numbered(protocol).word();
          words.add(some.isAll() ? "all of " + word : some + "/" + word);
        });
    return String.join(" and ", words.stream().distinct().toList());
  }

  private static String consequence(Crossing crossing) {
    Optional<String> led =
        translation(crossing)
            .flatMap(step -> step.rules().stream().findFirst())
            .map(CrossingNotices::target);
    String before = led.map(to -> "its packets are led to " + to + " before").orElse("");
    return switch (crossing.key().effect()) {
      case SHUT -> "which stays shut" + (before.isEmpty() ? "" : ", since " + before);
      case OPEN -> "which stays open, since " + before;
      case AWAY ->
          crossing.key().own().blocks()
              ? "which stays open, since " + before
              : "but never sees it, since " + before;
      case DEPENDS -> "of which that can't be told";
    };
  }

  private static String target(RuleLine rule) {
    return rule.valueOf("--to-destination")
        .or(() -> rule.valueOf("--to-ports").map(ports -> "port " + ports))
        .orElse("this host itself");
  }

  private static Way way(Crossing crossing) {
    return crossing.parts().get(0).barriers().get(0).way();
  }

  /** The line that leads packets elsewhere. */
  private static Optional<Step> translation(Crossing crossing) {
    Optional<Step> last = Optional.empty();
    for (Step step : way(crossing).steps()) {
      last = step.table().equals("nat") ? Optional.of(step) : last;
    }
    return last;
  }

  /** The place that all comes from: where packets are led elsewhere, or else decided about. */
  private static Step origin(Crossing crossing) {
    List<Step> steps = way(crossing).steps();
    return translation(crossing).orElse(steps.get(steps.size() - 1));
  }

  private String scope(Crossing crossing) {
    Set<Family> families = crossing.families();
    boolean isPart =
        families.size() == 1
            && List.of(Family.values()).stream()
                    .filter(family -> isOf(crossing.key(), family))
                    .count()
                > 1;
    List<String> clauses = new ArrayList<>();
    AddressSet remote = crossing.remote();
    boolean everybody = families.stream().anyMatch(family -> isNetwork(remote, family));
    if (!everybody) {
      clauses.add((crossing.isWhole() ? "for " : "for most of ") + shortened(remote));
    } else if (!crossing.isWhole()) {
      clauses.add("for most addresses");
    }
    clauses.add(crossing.interfaces());
    if (isPart) {
      clauses.add("over " + families.iterator().next().title());
    }
    clauses.removeIf(String::isEmpty);
    return clauses.isEmpty() ? "" : " (" + String.join("; ", clauses) + ")";
  }

  private static boolean isNetwork(AddressSet remote, Family family) {
    return Network.of(family).minus(remote).isEmpty();
  }

  private static String shortened(AddressSet addresses) {
    List<AddressRange> ranges = addresses.ranges();
    return ranges.size() <= FEW
        ? addresses.toString()
        : new AddressSet(ranges.subList(0, FEW)) + " and " + (ranges.size() - FEW) + " more";
  }

  private boolean isOf(Crossing.Key key, Family family) {
    return lines.getOrDefault(key.own().place(family), List.of()).stream()
        .anyMatch(line -> line.mark().equals(key.mark()));
  }

  private static String where(Crossing crossing) {
    return Places.told(crossing.parts().get(0).state(), origin(crossing));
  }

  private static String remedy(Crossing crossing) {
    String program = Places.program(crossing.parts().get(0).state().family());
    Step step = origin(crossing);
    Optional<Manager> manager = Manager.ofChain(step.chain());
    Optional<String> undoing = manager.flatMap(each -> each.undoing(step.chain()));
    if (undoing.isPresent()) {
      return undoing.get();
    }
    if (Places.isNative(step.table())) {
      return "if nobody needs it, take it away: see nft -a list chain "
          + step.table()
          + " "
          + step.chain();
    }
    int blank = step.table().indexOf(' ');
    if (blank > 0) {
      String other = step.table().substring(0, blank);
      return "see " + program + "-" + other + "-save, and move what is there";
    }
    String table = step.table().equals("filter") ? "" : " -t " + step.table();
    return step.rules().stream()
        .findFirst()
        .map(
            rule ->
                "if nobody needs it, take it away: "
                    + program
                    + table
                    + " -D "
                    + step.chain()
                    + " "
                    + rule.text())
        .orElse("see " + program + table + " -S " + step.chain());
  }
}
