package dev.durward.diagnostic;

/**
 * A place in a text that the user wrote.
 *
 * @param file the file's name as the user gave it
 * @param line the line, from 1
 * @param column the column in that line, counted in characters (code points) from 1
 * @param source the line itself, without its line end; may be shortened when it is very long
 */
public record Place(String file, int line, int column, String source) {
  public Place {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("line and column count from 1: " + line + ":" + column);
    }
  }

  /** {@code FILE:LINE:COLUMN}. */
  public String position() {
    return file + ":" + line + ":" + column;
  }
}
