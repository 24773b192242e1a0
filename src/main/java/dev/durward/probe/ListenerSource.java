package dev.durward.probe;

import java.io.IOException;

/** Where the host's listeners are read. */
@FunctionalInterface
public interface ListenerSource {
  /** The listeners of the calling thread's network namespace, now. */
  ListenerTable read() throws IOException;
}
