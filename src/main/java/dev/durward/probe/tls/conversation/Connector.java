package dev.durward.probe.tls.conversation;

import java.io.IOException;
import java.net.Socket;

/** Opens connections to one port, each time a new one, from wherever the probes come from. */
public interface Connector {
  /**
   * Opens one; whoever asks closes it.
   *
   * @return a connected socket whose {@code close} ends what another thread reads or writes
   * @throws IOException if there is none to be had; it must not take for ever to say so
   */
  Socket open() throws IOException;
}
