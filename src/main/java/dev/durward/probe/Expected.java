package dev.durward.probe;

/** What a probe must find, by all rules together. */
public enum Expected {
  /** The way is free. */
  OPEN,
  /** Nothing answers. */
  SHUT,
  /** The host says no. */
  REFUSED
}
