package dev.durward.probe.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnswersTest {
  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), 1, Outcome.REFUSED),
        Arguments.of(new ConnectException("Verbindungsaufbau abgelehnt"), 1, Outcome.REFUSED),
        Arguments.of(new ConnectException("Connection refused"), 15_000, Outcome.REFUSED),
        Arguments.of(new ConnectException("Connection timed out"), 13_300, Outcome.FILTERED),
        Arguments.of(new ConnectException("Verbindung abgelaufen"), 13_300, Outcome.UNTESTED),
        Arguments.of(new PortUnreachableException(), 1, Outcome.REFUSED),
        Arguments.of(new NoRouteToHostException("No route to host"), 20, Outcome.REJECTED),
        Arguments.of(new NoRouteToHostException("No route to host"), 3100, Outcome.UNTESTED),
        Arguments.of(new SocketException("Network is unreachable"), 1, Outcome.REJECTED),
        Arguments.of(new SocketException("Protocol not available"), 1, Outcome.REJECTED),
        Arguments.of(new BindException("Permission denied"), 1030, Outcome.REJECTED),
        Arguments.of(new IOException("Permission denied"), 1, Outcome.REJECTED));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void tellsAnAnswerByItsType(IOException error, int millis, Outcome outcome) {
    Observation seen = Answers.received(error, Duration.ofMillis(millis), 1);
    assertEquals(outcome, seen.outcome(), seen::reason);
  }

  @Test
  void takesAnErrorInSendingForNoAnswer() {
    Observation seen = Answers.unsent(new NoRouteToHostException("No route to host"));
    assertEquals(Outcome.UNTESTED, seen.outcome());
    assertEquals("the probe could not be sent (No route to host)", seen.reason());
  }

  @Test
  void readsTheLimitOfOpenFiles() {
    String limits =
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             63450                63450                processes
        Max open files            1024                 524288               files
        """;
    assertEquals(1024, FileDescriptors.limit(limits));
    assertEquals(
        Long.MAX_VALUE, FileDescriptors.limit("Max open files   unlimited   unlimited   files"));
  }
}
