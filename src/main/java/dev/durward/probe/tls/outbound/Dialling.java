package dev.durward.probe.tls.outbound;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Observation;
import dev.durward.probe.Outcome;
import dev.durward.probe.socket.Answers;
import dev.durward.probe.verification.Judgement;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Opens connections from this host to others, straight and by no proxy, and says what came. */
record Dialling(Duration timeout) {
  Socket dial(Endpoint target) throws IOException {
    // One that an interrupt closes, and that no property of Java leads through a SOCKS proxy.
    Socket socket = SocketChannel.open().socket();
    try {
      socket.connect(target.toSocketAddress(), Math.toIntExact(timeout.toMillis()));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** What comes of one connection, which is closed at once. */
  Observation observe(Endpoint target) {
    if (!hasRoute(target)) {
      String reason = "this host has no route to " + target.address();
      return new Observation(Outcome.NO_ROUTE, reason, Duration.ZERO, 0);
    }
    long start = System.nanoTime();
    try (Socket socket = dial(target)) {
      String reason = "connected from " + socket.getLocalAddress().getHostAddress();
      return new Observation(Outcome.OPEN, reason, since(start), 1);
    } catch (SocketTimeoutException e) {
      String reason = "no answer in " + timeout.toSeconds() + " s";
      return new Observation(Outcome.FILTERED, reason, since(start), 1);
    } catch (IOException e) {
      return Answers.received(e, since(start), 1);
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Asked without sending anything: a datagram socket is connected by a look at the routes. */
  private static boolean hasRoute(Endpoint target) {
    StandardProtocolFamily family =
        switch (target.address().family()) {
          case IPV4 -> StandardProtocolFamily.INET;
          case IPV6 -> StandardProtocolFamily.INET6;
        };
    try (DatagramChannel channel = DatagramChannel.open(family)) {
      channel.connect(target.toSocketAddress());
      return true;
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** What an observation means for a host that is to be reached. */
  static Judgement judge(Observation seen) {
    return switch (seen.outcome()) {
      case OPEN -> Judgement.pass("connected");
      case NO_ROUTE -> Judgement.fail(seen.reason());
      case FILTERED -> Judgement.fail(seen.reason() + ": filtered on the way, or nobody is there");
      case REFUSED -> Judgement.fail("refused: nothing listens there, or a firewall says no");
      case REJECTED -> Judgement.fail("rejected by a firewall or a router, here or on the way");
      default -> Judgement.fail(seen.reason());
    };
  }
}
