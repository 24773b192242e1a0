package dev.durward.platform.iptables.notices;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.RuleSet;
import dev.durward.platform.Answer;
import dev.durward.platform.Answer.Access;
import dev.durward.platform.Answer.Place;
import dev.durward.platform.Answer.Reason;
import dev.durward.platform.Question;
import dev.durward.platform.iptables.state.Manager;
import dev.durward.platform.iptables.state.Places;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What stands between a port and those who want to reach it, and the one thing to do about it. */
public final class Obstacles {
  private final Question question;
  private final Set<Manager> managers;
  private final Set<Diagnostic> found = new LinkedHashSet<>();

  private Obstacles(Question question, Set<Manager> managers) {
    this.question = question;
    this.managers = managers;
  }

  /**
   * Those that the answers show.
   *
   * @param answers in a family the one for everybody else first
   * @param managers who keep rules on the host
   */
  public static List<Diagnostic> of(
      Question question, List<Answer> answers, Set<Manager> managers) {
    Obstacles obstacles = new Obstacles(question, managers);
    if (question.direction() == Direction.IN) {
      answers.forEach(obstacles::detour);
      for (Family family : Family.values()) {
        answers.stream()
            .filter(answer -> answer.family() == family)
            .findFirst()
            .ifPresent(first -> obstacles.shut(first, isShut(answers, family)));
      }
    }
    obstacles.wipers();
    return List.copyOf(obstacles.found);
  }

  private void add(Severity severity, String message, String proposal) {
    found.add(new Diagnostic(severity, Optional.empty(), message, Optional.of(proposal)));
  }

  private static boolean isShut(List<Answer> answers, Family family) {
    return answers.stream()
        .filter(answer -> answer.family() == family)
        .allMatch(answer -> answer.access().isShut());
  }

  /** Packets that are led elsewhere before INPUT. */
  private void detour(Answer answer) {
    for (Reason reason : answer.reasons()) {
      if (reason.access() == Access.LED_AWAY) {
        boolean docker = reason.trace().stream().anyMatch(at -> at.owner().equals("Docker"));
        add(
            Severity.WARNING,
            (docker ? "Docker publishes " : "rules of the nat table lead ")
                + question.subject()
                + (docker ? " from " : " to ")
                + reason.detail()
                + ": no rule at INPUT ever sees those packets",
            docker
                ? "keep who may come in chain DOCKER-USER, or publish the port on one address of"
                    + " this host (docker run -p ADDRESS:"
                    + question.port()
                    + ":PORT)"
                : "see iptables -t nat -S PREROUTING; what may pass is decided in FORWARD");
      }
    }
  }

  /** Who would have to let everybody in, where that is told. */
  private void shut(Answer answer, boolean everybody) {
    if (!answer.access().isShut()) {
      return;
    }
    String owner = answer.last().decider().map(Place::owner).orElse("");
    String own = question.opening();
    if (owner.startsWith(Places.OWN)) {
      boolean isOfTheRest = owner.endsWith("/" + RuleSet.INBOUND_BLOCK);
      add(
          Severity.NOTE,
          "Durward's own rule " + owner.substring(Places.OWN.length()) + " keeps it shut",
          isOfTheRest ? own : "change that rule in its file, then run durward apply FILE");
      return;
    }
    add(
        Severity.NOTE,
        question.subject() + " is shut for " + (everybody ? "everybody" : "most"),
        "to open it: "
            + managers.stream()
                .flatMap(manager -> manager.opening(question).stream())
                .findFirst()
                .orElse(own));
  }

  private void wipers() {
    for (Manager manager : managers) {
      if (manager.wipesOthers()) {
        add(
            Severity.WARNING,
            manager.title() + " runs this host's firewall: " + manager.consequence(),
            "change ports through it: " + manager.opening(question).orElse(manager.title()));
      }
    }
  }
}
