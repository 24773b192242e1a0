package dev.durward.journal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Who has a host changed, and from what.
 *
 * @param kind the command
 * @param user who ran it, with whom that user had been before ({@code anna as root})
 * @param keeper who keeps the rules there, as {@code --platform} names it
 * @param files the rule files
 * @param restored what a rollback goes back to; empty of any other command
 */
public record Cause(
    Kind kind, String user, String keeper, List<SourceFile> files, Optional<Restored> restored) {
  /** The commands that change a host. */
  public enum Kind {
    APPLY,
    REMOVE,
    ROLLBACK;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A rule file as it was read.
   *
   * @param path its absolute path
   * @param sha256 the digest of its bytes, in hexadecimal
   */
  public record SourceFile(String path, String sha256) {}

  /**
   * A time to go back to.
   *
   * @param id of an apply
   * @param isAfter whether to what it left, else to what it found
   */
  public record Restored(int id, boolean isAfter) {
    /** The first apply that no longer stands then. */
    public int limit() {
      return isAfter ? id + 1 : id;
    }

    /** {@code before 7}, {@code 6}. */
    public String words() {
      return isAfter ? Integer.toString(id) : "before " + id;
    }
  }

  public Cause {
    files = List.copyOf(files);
  }
}
