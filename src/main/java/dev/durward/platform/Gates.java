package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.platform.Answer.Access;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The gates of a port beside the rules: whether somebody listens, where, and whether both families
 * are treated alike.
 */
public final class Gates {
  private final Question question;
  private final List<Diagnostic> found = new ArrayList<>();

  private Gates(Question question) {
    this.question = question;
  }

  /** Who waits for packets of a question, in a stable order; nobody where that isn't known. */
  public static List<Listener> listening(ListenerTable table, Question question) {
    return table.listeners().orElse(Set.of()).stream()
        .filter(each -> each.transport().number() == question.protocol())
        .filter(each -> each.local().port() == question.port())
        .sorted(Comparator.comparing(each -> each.local().address()))
        .toList();
  }

  /**
   * What is to be known beside the answers.
   *
   * @param listeners empty if they aren't known
   */
  public static List<Diagnostic> of(
      Question question, List<Answer> answers, Optional<ListenerTable> listeners) {
    Gates gates = new Gates(question);
    if (question.direction() == Direction.IN) {
      boolean ledAway = answers.stream().anyMatch(each -> each.access() == Access.LED_AWAY);
      listeners
          .filter(table -> table.listeners().isPresent() && !ledAway)
          .ifPresent(table -> gates.sockets(listening(table, question)));
      gates.families(answers);
    }
    return List.copyOf(gates.found);
  }

  private void add(Severity severity, String message, String proposal) {
    found.add(new Diagnostic(severity, Optional.empty(), message, Optional.of(proposal)));
  }

  private void sockets(List<Listener> sockets) {
    String list = "ss -" + (question.protocolWord().equals("udp") ? "u" : "t") + "lnp sport = :";
    if (question.protocolWord().equals("sctp")) {
      return;
    }
    if (sockets.isEmpty()) {
      add(
          Severity.NOTE,
          "nobody listens on " + question.subject() + ": what the rules allow is still refused",
          "start the service, and see it with " + list + question.port());
    } else if (sockets.stream().allMatch(each -> each.local().address().isLoopback())) {
      add(
          Severity.WARNING,
          "who listens on "
              + question.subject()
              + " waits on loopback alone, where no other host gets, whatever the rules allow",
          "have the service listen on an address of this host; "
              + list
              + question.port()
              + " names it");
    }
  }

  /** A family that is forgotten lets in, or keeps out, who was not meant. */
  private void families(List<Answer> answers) {
    Optional<Answer> ipv4 = first(answers, Family.IPV4);
    Optional<Answer> ipv6 = first(answers, Family.IPV6);
    if (ipv4.isEmpty() || ipv6.isEmpty()) {
      return;
    }
    boolean over4 = ipv4.get().access() == Access.ALLOWED;
    boolean over6 = ipv6.get().access() == Access.ALLOWED;
    if (ipv4.get().access().isShut() && over6) {
      add(
          Severity.WARNING,
          question.subject() + " is shut over IPv4 and allowed over IPv6",
          "block it in both by a rule of Durward (action: block), or see ip6tables -S INPUT");
    } else if (over4 && ipv6.get().access().isShut()) {
      add(
          Severity.NOTE,
          question.subject() + " is allowed over IPv4 and shut over IPv6",
          "allow it in both by a rule of Durward, or see ip6tables -S INPUT");
    }
  }

  private static Optional<Answer> first(List<Answer> answers, Family family) {
    return answers.stream().filter(answer -> answer.family() == family).findFirst();
  }
}
