package dev.durward.windows;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of cmd.exe as the batch files use that take an apply back, and not more. The netsh that
 * it runs is the model.
 */
final class BackFile {
  private static final Pattern SET = Pattern.compile("set \"(lost[0-9]+)=\"");
  private static final Pattern FAILED =
      Pattern.compile("if not \"(-?[0-9]+)\"==\"0\" (exit /b 1|set \"(lost[0-9]+)=1\")");
  private static final Pattern UNLESS = Pattern.compile("if not defined (lost[0-9]+) (.*)");
  private static final Pattern EXIT = Pattern.compile("if defined (lost[0-9]+) exit /b 1");

  private final List<String> lines;
  private final BatchFile cmd;

  BackFile(String text, RuleStore store, Settings settings) {
    this.lines = text.lines().toList();
    this.cmd = new BatchFile(text, store, settings);
  }

  /** Runs it to its end and gives its exit code. */
  int run() {
    Set<String> lost = new HashSet<>();
    for (String raw : lines) {
      String line = cmd.expand(raw);
      if (line.length() > 8_191) {
        throw new AssertionError("too long for cmd: " + line);
      }
      Matcher set = SET.matcher(line);
      Matcher failed = FAILED.matcher(line);
      Matcher unless = UNLESS.matcher(line);
      Matcher exit = EXIT.matcher(line);
      if (set.matches()) {
        lost.remove(set.group(1));
      } else if (failed.matches()) {
        boolean isExit = failed.group(3) == null;
        if (!failed.group(1).equals("0") && isExit) {
          return 1;
        } else if (!failed.group(1).equals("0")) {
          lost.add(failed.group(3));
        }
      } else if (unless.matches()) {
        if (!lost.contains(unless.group(1))) {
          cmd.command(unless.group(2));
        }
      } else if (exit.matches()) {
        if (lost.contains(exit.group(1))) {
          return 1;
        }
      } else if (line.equals("exit /b 0")) {
        return 0;
      } else if (line.equals(BatchFile.CODE_PAGE)) {
        cmd.readsUtf8();
        cmd.set("errorlevel", "0");
      } else if (!line.matches("rem # .*|@echo off|setlocal DisableDelayedExpansion")) {
        cmd.set("errorlevel", Integer.toString(cmd.command(line)));
      }
    }
    throw new AssertionError("ran over its end");
  }
}
