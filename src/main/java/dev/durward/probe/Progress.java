package dev.durward.probe;

/** Is told how far the probes are; must be quick. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total, last) -> {};

  /** So many of all probes are done, this one last. May be called from another thread. */
  void reached(int done, int total, Probe last);
}
