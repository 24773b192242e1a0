package dev.durward.kernel;

import dev.durward.platform.host.NetworkNamespace.Job;
import java.io.IOException;

/** A host of a lab: runs what is to be done there. */
@FunctionalInterface
public interface Side {
  <T> T run(Job<T> job) throws IOException, InterruptedException;
}
