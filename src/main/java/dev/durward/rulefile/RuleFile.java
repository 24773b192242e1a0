package dev.durward.rulefile;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.SourceMap;
import dev.durward.model.RuleSet;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** What a rule file comes to: its rules, or everything that is wrong with it. */
public sealed interface RuleFile {
  /** What the user has to know about the file, in the order of its text. */
  List<Diagnostic> diagnostics();

  /**
   * A file without an error.
   *
   * @param rules its rules, defaults and groups resolved
   * @param sources where its parts stand
   * @param diagnostics warnings only
   * @param content what it was read from
   */
  record Usable(RuleSet rules, SourceMap sources, List<Diagnostic> diagnostics, Content content)
      implements RuleFile {
    public Usable {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** The bytes of a file. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  record Content(byte[] bytes) {
    /** Their SHA-256 digest, in hexadecimal, as {@code sha256sum} prints it. */
    public String sha256() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }
  }

  /**
   * A file that must not be applied.
   *
   * @param diagnostics all errors and warnings; at least one is an error
   */
  record Unusable(List<Diagnostic> diagnostics) implements RuleFile {
    public Unusable {
      diagnostics = List.copyOf(diagnostics);
      if (diagnostics.stream().noneMatch(Diagnostic::isError)) {
        throw new IllegalArgumentException("an unusable file has an error");
      }
    }
  }
}
