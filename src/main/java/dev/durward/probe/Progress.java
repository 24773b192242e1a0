package dev.durward.probe;

/** Is told how far the probes are; must be quick. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /** So many of all probes are done. May be called from another thread. */
  void reached(int done, int total);
}
