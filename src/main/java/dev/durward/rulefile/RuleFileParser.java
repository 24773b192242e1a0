package dev.durward.rulefile;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.rulefile.RuleFile.Unusable;
import dev.durward.rulefile.RuleFile.Usable;
import dev.durward.rulefile.RuleSetReader.Result;
import dev.durward.rulefile.TreeBuilder.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads rule files. Stateless; every problem of a file is reported at once, in its order. */
public final class RuleFileParser {
  /** The longest rule file that is read, in bytes. */
  public static final int MAX_BYTES = 8 * 1024 * 1024;

  // The scanner takes time with the square of a token's length.
  private static final int MAX_LINE = 64 * 1024;

  private RuleFileParser() {}

  /** Reads a file; one that can't be read is unusable too. */
  public static RuleFile read(Path file) {
    String name = file.toString();
    if (name.isEmpty()) {
      return unreadable("the name of a rule file is empty", "name a rule file");
    }
    if (Files.isDirectory(file)) {
      return unreadable(name + " is a directory", "name a rule file in it");
    }
    try (InputStream input = Files.newInputStream(file)) {
      return read(name, input);
    } catch (NoSuchFileException e) {
      return unreadable("there is no file " + name, "look at the path");
    } catch (AccessDeniedException e) {
      return unreadable(name + " must not be read by this user", "look at its permissions");
    } catch (IOException e) {
      return unreadable(name + " can't be read: " + e.getMessage(), "look at the file");
    }
  }

  /**
   * Reads a stream to its end, or until it is too long.
   *
   * @param name stands for it in diagnostics
   */
  public static RuleFile read(String name, InputStream input) throws IOException {
    return parse(name, input.readNBytes(MAX_BYTES + 1));
  }

  /**
   * Reads the bytes of a rule file.
   *
   * @param name stands for it in diagnostics
   */
  public static RuleFile parse(String name, byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      return unreadable(
          name + " is longer than " + MAX_BYTES / (1024 * 1024) + " MiB",
          "split it into several policies, each with a file of its own");
    }
    Findings findings = new Findings();
    Source written = new Source(name, Characters.decode(bytes));
    Characters.checkEncoding(bytes, written, findings);
    int tooLong = written.longerThan(MAX_LINE);
    if (tooLong > 0) {
      findings.error(
          written.offset(tooLong, 1),
          "this line is longer than " + MAX_LINE + " characters",
          "write long lists one item a line");
    }
    if (findings.hasErrors()) {
      return new Unusable(findings.diagnostics(written));
    }
    String text = Characters.clean(written.text(), findings);
    Source source = text.equals(written.text()) ? written : new Source(name, text);
    Optional<Result> result = read(source, findings);
    List<Diagnostic> diagnostics = findings.diagnostics(written);
    return result.isPresent() && !findings.hasErrors()
        ? new Usable(
            result.get().rules(), result.get().sources(), diagnostics, new RuleFile.Content(bytes))
        : new Unusable(diagnostics);
  }

  private static Optional<Result> read(Source source, Findings findings) {
    Tree tree = TreeBuilder.build(source, findings);
    if (tree.root().isEmpty()) {
      if (tree.whole()) {
        findings.error(0, "this file is empty", "begin with `version: 1`");
      }
      return Optional.empty();
    }
    return new RuleSetReader(source, findings, tree.whole()).read(tree.root().get());
  }

  private static RuleFile unreadable(String message, String proposal) {
    return new Unusable(
        List.of(new Diagnostic(Severity.ERROR, Optional.empty(), message, Optional.of(proposal))));
  }
}
