package dev.durward.probe.socket;

import dev.durward.probe.Endpoint;
import dev.durward.probe.Probe;
import dev.durward.probe.UdpQuestion;
import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.util.Optional;

/** What one probe is sent over: a channel that does not block. */
sealed interface Line extends AutoCloseable permits TcpLine, UdpLine {
  /**
   * Opens one in the network namespace of the calling thread; nothing is sent yet.
   *
   * @throws IOException if it can't be opened, most likely for too many open files
   */
  static Line open(Probe probe) throws IOException {
    ProtocolFamily family =
        switch (probe.family()) {
          case IPV4 -> StandardProtocolFamily.INET;
          case IPV6 -> StandardProtocolFamily.INET6;
        };
    return switch (probe.transport()) {
      case TCP -> TcpLine.open(family);
      case UDP -> UdpLine.open(family, UdpQuestion.at(probe.target().port()));
    };
  }

  /**
   * Sends the probe.
   *
   * @param source where it is sent from; empty if the kernel chooses that anyway
   * @throws IOException if it could not be sent
   */
  void send(Probe probe, Optional<Endpoint> source) throws IOException;

  /**
   * Looks whether there is an answer.
   *
   * @param room for {@link UdpQuestion#LONGEST_ANSWER} bytes
   * @return what it says, without a full stop; empty if there is none
   * @throws IOException if the answer is an error
   */
  Optional<String> look(ByteBuffer room) throws IOException;

  /**
   * Sends once more, unless the kernel sees to that itself.
   *
   * @return whether it did
   * @throws IOException if an error is there, in answer to what was sent before
   */
  boolean repeat() throws IOException;

  /** Where an answer shows itself. */
  SelectableChannel channel();

  /** By which {@link java.nio.channels.SelectionKey operation} it does. */
  int operation();

  @Override
  default void close() {
    try {
      channel().close();
    } catch (IOException e) {
      // what it saw is known
    }
  }
}
