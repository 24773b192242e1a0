package dev.durward.cli.policy;

import dev.durward.diagnostic.Diagnostic;
import dev.durward.diagnostic.Severity;
import dev.durward.rulefile.RuleFile;
import dev.durward.rulefile.RuleFileParser;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * The rule files of a command line. They are read while all else begins, which takes a third of the
 * time of {@code plan} with a small file; a word that turns out to be no rule file has then been
 * read for nothing.
 */
public final class RuleFiles {
  private final Map<String, FutureTask<RuleFile>> ahead;

  private RuleFiles(Map<String, FutureTask<RuleFile>> ahead) {
    this.ahead = ahead;
  }

  /** Begins to read those words of a command line that look like rule files. */
  public static RuleFiles begin(List<String> words) {
    Map<String, FutureTask<RuleFile>> ahead = new LinkedHashMap<>();
    for (String word : words) {
      if (isYaml(word) && isRegular(word)) {
        ahead.put(word, new FutureTask<>(new Parsing(word)));
      }
    }
    if (!ahead.isEmpty()) {
      Thread thread = new Thread(new AllOf(List.copyOf(ahead.values())), "durward-rule-files");
      thread.setDaemon(true);
      thread.start();
    }
    return new RuleFiles(ahead);
  }

  // No lambda is made here: the first one of a process takes as long as to read a small file.

  private record Parsing(String name) implements Callable<RuleFile> {
    @Override
    public RuleFile call() {
      return parse(name);
    }
  }

  private record AllOf(List<FutureTask<RuleFile>> tasks) implements Runnable {
    @Override
    public void run() {
      for (FutureTask<RuleFile> task : tasks) {
        task.run();
      }
    }
  }

  /** By its name; a rule file of another name is read when it is asked for. */
  private static boolean isYaml(String word) {
    return !word.startsWith("-") && (word.endsWith(".yaml") || word.endsWith(".yml"));
  }

  /** Only what can be read again: a pipe may be meant for an option. */
  private static boolean isRegular(String word) {
    try {
      return Files.isRegularFile(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** What a file says; one that can't be read is unusable. */
  RuleFile read(String name) throws InterruptedException {
    FutureTask<RuleFile> task = ahead.get(name);
    if (task == null) {
      return parse(name);
    }
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private static RuleFile parse(String name) {
    try {
      return RuleFileParser.read(Path.of(name));
    } catch (InvalidPathException e) {
      return new RuleFile.Unusable(
          List.of(
              new Diagnostic(
                  Severity.ERROR,
                  Optional.empty(),
                  "no file can be named so",
                  Optional.of("look at the path"))));
    }
  }
}
