package dev.durward.probe.tls.judge;

import dev.durward.probe.tls.client.Handshake;
import dev.durward.probe.tls.client.Redirects;
import dev.durward.probe.tls.conversation.Answer;
import dev.durward.probe.tls.conversation.Answer.Alert;
import dev.durward.probe.tls.conversation.Answer.ServerHello;
import dev.durward.probe.tls.conversation.HttpAnswer;
import dev.durward.probe.tls.conversation.Trouble;
import dev.durward.probe.tls.conversation.Version;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a port was seen to serve. What wasn't looked for is empty.
 *
 * @param hellos what was answered to each version that was offered by itself
 * @param handshake what a whole handshake showed
 * @param plain what was answered to HTTP without TLS
 * @param http what was answered to the expected path
 * @param redirects where plain HTTP led
 */
public record Served(
    Map<Version, Answer> hellos,
    Optional<Handshake> handshake,
    Optional<HttpAnswer> plain,
    Optional<HttpAnswer> http,
    Optional<Redirects> redirects) {
  public Served {
    Map<Version, Answer> sorted = new EnumMap<>(Version.class);
    sorted.putAll(hellos);
    hellos = Collections.unmodifiableMap(sorted);
  }

  /** Whether a version is to be had. */
  public enum Offer {
    OFFERED("offered"),
    NOT_OFFERED("not offered"),
    /** Nobody knows: there was no answer that tells. */
    UNTESTED("untested");

    private final String words;

    Offer(String words) {
      this.words = words;
    }

    /** What it is in reports. */
    String words() {
      return words;
    }
  }

  /** Whether TLS of any version is spoken. */
  public boolean speaksTls() {
    return hellos.values().stream().anyMatch(ServerHello.class::isInstance);
  }

  /**
   * Whether a version is to be had. Any alert says no: OpenSSL 3 sends {@code internal_error} where
   * its settings forbid a version. So does the end of the connection, where others get an answer.
   */
  public Offer offer(Version version) {
    Answer answer = hellos.get(version);
    if (answer == null || !speaksTls()) {
      return Offer.UNTESTED;
    }
    // A server answers with the best that it has, which may be less than what was offered.
    if (answer instanceof ServerHello hello) {
      return hello.version() == version ? Offer.OFFERED : Offer.NOT_OFFERED;
    }
    if (answer instanceof Trouble trouble) {
      return switch (trouble.kind()) {
        case CLOSED, RESET -> Offer.NOT_OFFERED;
        case SILENT, UNREACHABLE, REFUSED, UNINTELLIGIBLE -> Offer.UNTESTED;
      };
    }
    return answer instanceof Alert ? Offer.NOT_OFFERED : Offer.UNTESTED;
  }
}
