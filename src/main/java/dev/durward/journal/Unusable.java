package dev.durward.journal;

import java.nio.file.Path;

/** A file of the journal that can't be read, isn't whole, or can't be trusted. */
public final class Unusable extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean isUnknown;

  private Unusable(String message, boolean isUnknown) {
    super(message);
    this.isUnknown = isUnknown;
  }

  Unusable(Path file, String why) {
    this(file + " " + why, false);
  }

  static Unusable unknown(Path file, String format) {
    return new Unusable(
        file + " is of the format " + format + ", which this Durward doesn't know", true);
  }

  /** Whether another version of Durward can read it. */
  public boolean isUnknown() {
    return isUnknown;
  }
}
