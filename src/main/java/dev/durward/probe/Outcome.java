package dev.durward.probe;

/** What a probe saw. */
public enum Outcome {
  /** TCP: the handshake was done. */
  OPEN("open"),
  /** UDP: an answer came. */
  ANSWERED("answered"),
  /** RST or port-unreachable: nobody listens, or a rule rejects. */
  REFUSED("refused"),
  /** ICMP says that the way is prohibited. */
  REJECTED("rejected"),
  /** TCP: no answer. */
  FILTERED("filtered"),
  /** UDP: no answer; shut, or open and silent. */
  NO_ANSWER("no-answer"),
  /** A reflector outside came to no answer; it doesn't tell which. */
  UNREACHED("unreached"),
  /** From the host itself: a socket waits there. Of the firewall it tells nothing. */
  LISTENING("listening"),
  /** From the host itself: no socket waits there. */
  NO_LISTENER("no-listener"),
  /** TCP: the service behind the port was seen. */
  SERVED("served"),
  /** On the way out: a name was found to have addresses. */
  RESOLVED("resolved"),
  /** On the way out: a name was not found to have any. */
  UNRESOLVED("unresolved"),
  /** On the way out: this host has no route there, so that nothing was sent. */
  NO_ROUTE("no-route"),
  /** Nothing was seen, because nothing could be sent. */
  UNTESTED("untested");

  private final String word;

  Outcome(String word) {
    this.word = word;
  }

  /** The name in reports. */
  public String word() {
    return word;
  }

  /** What an answer of the service itself stands for. */
  public static Outcome answer(Transport transport) {
    return transport == Transport.TCP ? OPEN : ANSWERED;
  }

  /** What stands for the absence of any answer. */
  public static Outcome silence(Transport transport) {
    return transport == Transport.TCP ? FILTERED : NO_ANSWER;
  }

  /** Whether nothing came back at all. */
  public boolean isSilence() {
    return this == FILTERED || this == NO_ANSWER;
  }
}
