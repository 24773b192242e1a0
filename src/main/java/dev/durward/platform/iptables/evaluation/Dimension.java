package dev.durward.platform.iptables.evaluation;

/** What packets of one family and protocol may differ in. */
public enum Dimension {
  /** The address that they come from. */
  SOURCE,
  /** The address that they go to. */
  DESTINATION,
  SOURCE_PORT,
  DESTINATION_PORT,
  /** The interface that they cross, by a name of the {@link Universe}. */
  INTERFACE,
  /** The local user whose process sends them, by a name of the {@link Universe}. */
  USER,
  /** What connection tracking knows of them, by the name of a {@link State}. */
  STATE
}
