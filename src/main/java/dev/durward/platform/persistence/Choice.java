package dev.durward.platform.persistence;

/** How the user wants rules to come back with the next boot. */
public enum Choice {
  /**
   * The distribution's way where that saves Durward's rules alone, else a unit of Durward's own.
   */
  AUTO,
  /** The distribution's way, whatever else it saves. */
  DISTRIBUTION,
  /** A unit of Durward's own. */
  UNIT,
  /** Not at all: nothing is written. */
  NONE
}
