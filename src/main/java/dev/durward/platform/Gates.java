package dev.durward.platform;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.model.AddressRange;
import dev.durward.model.AddressSet;
import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.Answer.Access;
import dev.durward.probe.ListenerTable;
import dev.durward.probe.ListenerTable.Listener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The gates of a port beside the rules: whether somebody listens, where, whether both families are
 * treated alike, and whether a router stands before this host.
 */
public final class Gates {
  /** RFC 1918, RFC 6598 (between customers and carriers), RFC 3927 (of a link alone). */
  private static final AddressSet PRIVATE =
      AddressSet.of(
          Stream.of(
                  "10.0.0.0/8",
                  "172.16.0.0/12",
                  "192.168.0.0/16",
                  "100.64.0.0/10",
                  "169.254.0.0/16")
              .map(Gates::network)
              .toList());

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
   * @param locality where the host is
   * @param listeners empty if they aren't known
   */
  public static List<Diagnostic> of(
      Question question,
      List<Answer> answers,
      Locality locality,
      Optional<ListenerTable> listeners) {
    Gates gates = new Gates(question);
    if (question.direction() == Direction.IN) {
      boolean ledAway = answers.stream().anyMatch(each -> each.access() == Access.LED_AWAY);
      listeners
          .filter(table -> table.listeners().isPresent() && !ledAway)
          .ifPresent(table -> gates.sockets(listening(table, question)));
      gates.families(answers);
      gates.router(answers, locality);
    }
    return List.copyOf(gates.found);
  }

  private static AddressRange network(String text) {
    int slash = text.indexOf('/');
    int prefix = Integer.parseInt(text.substring(slash + 1));
    return IpAddress.parse(text.substring(0, slash))
        .flatMap(address -> AddressRange.ofPrefix(address, prefix))
        .orElseThrow();
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

  /** What is open here alone is not open to the Internet. */
  private void router(List<Answer> answers, Locality locality) {
    List<AddressRange> own =
        locality.addresses().orElse(AddressSet.ANY).in(Family.IPV4).stream()
            .filter(range -> !range.first().isLoopback())
            .toList();
    boolean open =
        first(answers, Family.IPV4).map(each -> each.access() == Access.ALLOWED).orElse(false);
    if (open && !own.isEmpty() && own.stream().allMatch(PRIVATE::covers)) {
      add(
          Severity.NOTE,
          "this host has private addresses alone (such as "
              + own.get(0).first()
              + "): who comes over IPv4 from the Internet gets to "
              + question.subject()
              + " only where the router leads it here",
          question.protocolWord().equals("sctp")
              ? "if that is wanted, forward the port at the router, which ip route show default"
                  + " names"
              : "if that is wanted, write `router: {}` into the rule that allows it, or run durward"
                  + " router open "
                  + question.subject());
    }
  }

  private static Optional<Answer> first(List<Answer> answers, Family family) {
    return answers.stream().filter(answer -> answer.family() == family).findFirst();
  }
}
