package dev.durward.platform.netsh;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.Flow;
import dev.durward.model.IpAddress;
import dev.durward.model.Verdict.Decision;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Packets;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Explanation;
import dev.durward.platform.Question;
import dev.durward.platform.netsh.defender.Evaluation;
import dev.durward.platform.netsh.defender.Ruling;
import dev.durward.platform.netsh.defender.Ruling.Doubt;
import dev.durward.platform.netsh.rule.AddressCondition;
import dev.durward.platform.netsh.rule.Circumstances;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.rule.PortCondition;
import dev.durward.platform.netsh.translation.InboundBlock;
import dev.durward.platform.netsh.translation.OwnRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who decides about a port in Defender Firewall: addresses are cut where any rule that speaks of
 * the port cuts them, and one packet is asked about for each part.
 */
final class DefenderExplanation {
  /** What these send or get is left alone, and no network has them. */
  static final AddressSet LOOPBACK =
      AddressSet.of(List.of(range("127.0.0.0", 8), range("::1", 128)));

  /** A port that no rule names on the side of whoever opens a connection. */
  private static final int EPHEMERAL = 49_999;

  /** What decides where no rule does. */
  private static final String INBOUND = "inbound connections";

  /** Of no name that a rule could mean. */
  private static final String INTERFACE = "";

  private final DefenderSnapshot host;
  private final Question question;
  private final Family family;
  private final List<FirewallRule> rules;

  private DefenderExplanation(DefenderSnapshot host, Question question, Family family) {
    this.host = host;
    this.question = question;
    this.family = family;
    this.rules = speaking(host, question);
  }

  private static AddressRange range(String first, int prefix) {
    return IpAddress.parse(first)
        .flatMap(address -> AddressRange.ofPrefix(address, prefix))
        .orElseThrow();
  }

  static Explanation of(DefenderSnapshot host, Question question) {
    List<Answer> answers = new ArrayList<>();
    for (Family family : Family.values()) {
      if (question.families().contains(family)) {
        answers.addAll(new DefenderExplanation(host, question, family).answers());
      }
    }
    Set<Diagnostic> notices = new LinkedHashSet<>();
    for (Profile profile : Profile.values()) {
      notices.addAll(host.notices(profile));
    }
    if (answers.stream().anyMatch(DefenderExplanation::isShutByNoRule)) {
      notices.add(
          new Diagnostic(
              Severity.NOTE,
              Optional.empty(),
              signs(host)
                  .map(owner -> "Durward's own rule " + owner + " keeps it shut")
                  .orElse("no rule lets " + question.subject() + " in"),
              Optional.of(question.opening())));
    }
    return new Explanation(answers, List.copyOf(notices));
  }

  private static boolean isShutByNoRule(Answer answer) {
    return answer.access().isShut()
        && answer.last().decider().filter(place -> place.where().equals(INBOUND)).isPresent();
  }

  /** Whose wish it is that what no rule is about is blocked: the first policy's that says so. */
  private static Optional<String> signs(DefenderSnapshot host) {
    return InboundBlock.signs(host.policy()).stream()
        .map(sign -> sign.mark().policy() + "/" + sign.mark().rule())
        .findFirst();
  }

  /** The rules, of any profile, that the port and protocol don't exclude. */
  private static List<FirewallRule> speaking(DefenderSnapshot host, Question question) {
    boolean in = question.direction() == Direction.IN;
    List<FirewallRule> speaking = new ArrayList<>();
    for (Profile profile : Profile.values()) {
      for (FirewallRule rule : host.policy().rules(profile)) {
        PortCondition ports = in ? rule.localPorts() : rule.remotePorts();
        if (rule.direction() == question.direction()
            && rule.protocol().orElse(question.protocol()) == question.protocol()
            && (ports.numbers().contains(question.port()) || !ports.words().isEmpty())) {
          speaking.add(rule);
        }
      }
    }
    return speaking;
  }

  /** Everything that may become of packets, in each profile, parts with the same fate together. */
  private List<Answer> answers() {
    AddressSet all = new AddressSet(List.of(AddressRange.all(family))).minus(LOOPBACK);
    AddressSet remote = question.remote().intersection(all);
    List<AddressSet> remotes =
        parts(remote, rules.stream().map(FirewallRule::remoteAddresses).toList());
    List<AddressSet> locals = parts(all, rules.stream().map(FirewallRule::localAddresses).toList());
    Map<Fate, Set<Profile>> fates = new LinkedHashMap<>();
    for (Profile profile : Profile.values()) {
      for (AddressSet local : locals) {
        Map<List<Reason>, AddressSet> some = new LinkedHashMap<>();
        for (AddressSet part : remotes) {
          some.merge(reasons(profile, local, part), part, AddressSet::union);
        }
        some.forEach(
            (reasons, addresses) ->
                fates
                    .computeIfAbsent(
                        new Fate(addresses, local, reasons), none -> EnumSet.noneOf(Profile.class))
                    .add(profile));
      }
    }
    List<Answer> answers = new ArrayList<>();
    Comparator<Map.Entry<Fate, Set<Profile>>> smallestFirst =
        Comparator.comparing(each -> each.getKey().remote().size());
    fates.entrySet().stream()
        .sorted(smallestFirst.reversed())
        .forEach(each -> answers.add(answer(each.getKey(), each.getValue(), remote, all)));
    return answers;
  }

  /** What becomes of packets between some addresses. */
  private record Fate(AddressSet remote, AddressSet local, List<Reason> reasons) {}

  /** Addresses in parts that every condition either holds whole or not at all; large ones first. */
  static List<AddressSet> parts(AddressSet all, List<AddressCondition> conditions) {
    List<AddressSet> parts = all.isEmpty() ? List.of() : List.of(all);
    for (AddressCondition condition : new LinkedHashSet<>(conditions)) {
      List<AddressSet> finer = new ArrayList<>();
      for (AddressSet part : parts) {
        AddressSet beyond = part.minus(condition.addresses());
        AddressSet within = part.intersection(condition.addresses());
        List.of(beyond, within).stream().filter(some -> !some.isEmpty()).forEach(finer::add);
      }
      parts = finer;
    }
    return parts;
  }

  private Answer answer(Fate fate, Set<Profile> profiles, AddressSet remote, AddressSet local) {
    Set<String> names = new TreeSet<>();
    if (profiles.size() < Profile.values().length) {
      profiles.forEach(profile -> names.add(word(profile)));
    }
    Packets packets =
        new Packets(
            fate.remote().equals(remote) ? Optional.empty() : Optional.of(fate.remote()),
            fate.local().equals(local) ? Optional.empty() : Optional.of(fate.local()),
            Set.of(),
            Set.of(),
            Optional.empty(),
            names);
    List<Reason> reasons = fate.reasons();
    boolean sure = reasons.stream().map(Reason::access).distinct().count() == 1;
    Access access = reasons.get(reasons.size() - 1).access();
    return new Answer(family, packets, sure ? access : Access.DEPENDS, reasons);
  }

  private List<Reason> reasons(Profile profile, AddressSet local, AddressSet remote) {
    Evaluation evaluation =
        new Evaluation(host.policy().settings(profile), host.policy().rules(profile));
    Ruling ruling = evaluation.verdict(flow(local, remote), Circumstances.in(profile));
    List<Reason> reasons = new ArrayList<>();
    for (Doubt doubt : nearestFirst(ruling.doubts())) {
      Access access =
          doubt.rule().action() == FirewallRule.Action.BLOCK ? Access.BLOCKED : Access.ALLOWED;
      reasons.add(new Reason(access, "", List.of(place(doubt.rule())), doubt.conditions()));
    }
    Access access = ruling.decision() == Decision.ALLOWED ? Access.ALLOWED : Access.BLOCKED;
    reasons.add(new Reason(access, "", List.of(place(ruling)), List.of()));
    return List.copyOf(reasons);
  }

  /** Those first that name the port. */
  private List<Doubt> nearestFirst(List<Doubt> doubts) {
    boolean in = question.direction() == Direction.IN;
    return doubts.stream()
        .sorted(
            Comparator.comparing(
                (Doubt doubt) -> {
                  FirewallRule rule = doubt.rule();
                  PortCondition ports = in ? rule.localPorts() : rule.remotePorts();
                  return ports.isAny() ? 1 : ports.numbers().isEmpty() ? 2 : 0;
                }))
        .toList();
  }

  private Flow flow(AddressSet local, AddressSet remote) {
    IpAddress here = some(local, remote);
    return new Flow(
        question.direction(),
        question.protocol(),
        here,
        some(remote, new AddressSet(List.of(AddressRange.of(here)))),
        EPHEMERAL,
        question.port(),
        INTERFACE,
        Flow.Leg.OPENING,
        Optional.empty());
  }

  /** An address of a set, in the other one as well only if it must be. */
  static IpAddress some(AddressSet set, AddressSet other) {
    AddressSet apart = set.minus(other);
    return (apart.isEmpty() ? set : apart).ranges().get(0).last();
  }

  private Place place(Ruling ruling) {
    return switch (ruling.reason()) {
      case RULE -> place(ruling.rule().orElseThrow());
      case OFF -> Place.of("Defender Firewall", 0, "policy off", "");
      case SHIELDS_UP -> Place.of("Defender Firewall", 0, "policy block all incoming", "");
      case LOOPBACK -> Place.of("Defender Firewall", 0, "policy loopback", "");
      case DEFAULT ->
          Place.of(
              question.direction() == Direction.IN ? INBOUND : "outbound connections",
              0,
              "policy " + (ruling.decision() == Decision.ALLOWED ? "allow" : "block"),
              question.direction() == Direction.IN && ruling.decision() == Decision.BLOCKED
                  ? signs(host).map(owner -> "Durward, " + owner).orElse("")
                  : "");
    };
  }

  private Place place(FirewallRule rule) {
    return Place.of("rule \"" + rule.label() + "\"", 0, NetshWords.of(rule).line(), owner(rule));
  }

  private String owner(FirewallRule rule) {
    if (host.policy().groupRules().contains(rule)) {
      return "group policy";
    }
    return OwnRule.of(rule)
        .map(own -> "Durward, " + own.mark().policy() + "/" + own.mark().rule())
        .orElseGet(() -> rule.group().orElse(""));
  }

  private static String word(Profile profile) {
    return profile.name().toLowerCase(Locale.ROOT);
  }
}
