package dev.durward.probe.tls.conversation;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Vantage.Dialler;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * How TLS on a port is come by.
 *
 * @param connector opens the connections
 * @param startTls what must be said before TLS; empty where TLS comes first
 * @param timeout for each connection, from its being open to its end
 */
public record Approach(Connector connector, Optional<StartTls> startTls, Duration timeout) {
  public Approach {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("no time at all");
    }
  }

  /** That of the service which is usual on a port. */
  public static Approach to(Endpoint target, Dialler dialler, Duration timeout) {
    return new Approach(
        () -> dialler.dial(target, timeout), StartTls.usualOn(target.port()), timeout);
  }

  /** What is done with a connection. */
  public interface Dialogue<T> {
    T hold(Conversation conversation) throws IOException;
  }

  /** Opens a connection, says what must be said before TLS, and closes it afterwards. */
  public <T> T talk(Dialogue<T> dialogue, Function<Trouble, T> otherwise) {
    return hold(
        conversation -> {
          if (startTls.isPresent()) {
            startTls.get().ask(conversation);
          }
          return dialogue.hold(conversation);
        },
        otherwise);
  }

  /** Opens a connection, says nothing of TLS, and closes it afterwards. */
  public <T> T talkPlainly(Dialogue<T> dialogue, Function<Trouble, T> otherwise) {
    return hold(dialogue, otherwise);
  }

  private <T> T hold(Dialogue<T> dialogue, Function<Trouble, T> otherwise) {
    Conversation conversation;
    try {
      conversation = Conversation.over(connector.open(), timeout);
    } catch (IOException e) {
      String why = e.getMessage() == null ? "" : e.getMessage();
      return otherwise.apply(new Trouble(Trouble.Kind.UNREACHABLE, why));
    }
    try (conversation) {
      return dialogue.hold(conversation);
    } catch (IOException e) {
      return otherwise.apply(conversation.trouble(e));
    }
  }
}
