package dev.durward.windows;

import dev.durward.platform.netsh.defender.FirewallPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of cmd.exe as rendered batch files use, and not more: percent signs are expanded before
 * anything else, everything in quotes is literal, and whatever else it meets is an error. The netsh
 * that it runs is the model.
 */
final class BatchFile {
  private static final String NETSH = "C:\\Windows\\System32\\netsh.exe";
  static final String CODE_PAGE = "C:\\Windows\\System32\\chcp.com 65001 >nul";
  private static final Pattern VARIABLE = Pattern.compile("%%|%([^%]*)%");
  private static final Pattern LOOP =
      Pattern.compile(
          "for /f \"tokens=1\\* delims=:\" %a in \\('(.*) \\^\\| (.*)'\\) do"
              + " for /f \"eol=\\| tokens=\\*\" %n in \\(\"%b\"\\) do \\(");
  private static final Pattern KEPT =
      Pattern.compile("for /l %i in \\(1,1,([0-9]+)\\) do if \"!name!\"==\"!keep%i!\" exit /b 0");
  private static final Pattern QUERY =
      Pattern.compile(
          "C:\\\\Windows\\\\System32\\\\reg\\.exe query \"HKLM\\\\"
              + FirewallPolicy.LOCAL.replace("\\", "\\\\")
              + "\\\\(\\w+)\" /v (\\w+) 2>nul"
              + " \\| C:\\\\Windows\\\\System32\\\\findstr\\.exe /c:\"(0x[01])\" >nul && (.*)");
  private static final Pattern FOUND = Pattern.compile(" /c:\"(.*?)\"");

  private final RuleStore store;
  private final Settings settings;
  private final NetshModel netsh;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> lines;

  BatchFile(String text, RuleStore store, Settings settings) {
    if (!text.endsWith("\r\n") || text.replace("\r\n", "").indexOf('\n') >= 0) {
      throw new AssertionError("lines that don't end as cmd wants them");
    }
    this.lines = text.lines().toList();
    this.store = store;
    this.settings = settings;
    this.netsh = new NetshModel(store, settings);
    variables.put("SystemRoot", "C:\\Windows");
    variables.put("ProgramFiles", "C:\\Program Files");
  }

  /** Runs it to its end and gives its exit code. */
  int run() {
    Iterator<String> left = lines.iterator();
    while (left.hasNext()) {
      String line = expand(left.next());
      if (line.length() > 8_191) {
        throw new AssertionError("too long for cmd: " + line);
      }
      Matcher loop = LOOP.matcher(line);
      Matcher query = QUERY.matcher(line);
      if (query.matches()) {
        if (isSet(query) && query.group(4).equals("(")) {
          return 5;
        }
        query(query, left);
      } else if (line.equals(CODE_PAGE + " || goto :failed")) {
        readsUtf8();
      } else if (line.startsWith("if not defined ")) {
        skipUnlessMissing(line, left);
      } else if (line.startsWith("set \"")) {
        set(line);
      } else if (loop.matches()) {
        return takeStale(loop.group(1).replace("^=", "="), loop.group(2), left);
      } else if (!line.matches("(rem # ?.*|@echo off|setlocal DisableDelayedExpansion)?")) {
        int code = command(line.substring(0, requireGuard(line)).replaceFirst(" >nul$", ""));
        if (code != 0) {
          return code;
        }
      }
    }
    throw new AssertionError("ran over its end");
  }

  /** What reg.exe prints of a number that is there ends with it in hexadecimal. */
  private boolean isSet(Matcher query) {
    Integer number = store.settings(query.group(1)).get(query.group(2));
    return number != null && ("0x" + Integer.toHexString(number)).contains(query.group(3));
  }

  private void query(Matcher query, Iterator<String> left) {
    String then = query.group(4);
    if (then.equals("(")) {
      left.next();
      left.next();
      left.next();
    } else if (isSet(query)) {
      set(then);
    }
  }

  /** From here on, lines are not ASCII alone. */
  void readsUtf8() {
    variables.put("code page", "65001");
  }

  private static int requireGuard(String line) {
    String guard = " || goto :failed";
    if (!line.endsWith(guard)) {
      throw new AssertionError("not a command that stops when it fails: " + line);
    }
    return line.length() - guard.length();
  }

  /** A line as cmd reads it, its variables expanded. */
  String expand(String line) {
    return VARIABLE
        .matcher(line)
        .replaceAll(
            match -> {
              String name = match.group(1);
              String value = name == null ? "%" : variables.getOrDefault(name, "");
              return Matcher.quoteReplacement(value);
            });
  }

  private void skipUnlessMissing(String line, Iterator<String> left) {
    String name = line.substring("if not defined ".length(), line.length() - 2);
    if (!variables.containsKey(name)) {
      throw new AssertionError("no such variable: " + name);
    }
    left.next();
    left.next();
    left.next();
  }

  void set(String name, String value) {
    variables.put(name, value);
  }

  private void set(String line) {
    int equals = line.indexOf('=');
    variables.put(line.substring(5, equals), line.substring(equals + 1, line.length() - 1));
  }

  /** Runs a command line of netsh, split as Windows programs split theirs. */
  int command(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && line.startsWith("\\\\\"", i)) {
        word.append('\\');
        i++;
      } else if (line.startsWith("\\\"", i)) {
        throw new AssertionError("a quotation mark that ends nothing: " + line);
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else if (!quoted && "&|<>^()!".indexOf(c) >= 0) {
        throw new AssertionError("means something to cmd: " + line);
      } else {
        if (c > 127 && !variables.containsKey("code page")) {
          throw new AssertionError("not ASCII, and no code page: " + line);
        }
        word.append(c);
      }
    }
    words.add(word.toString());
    if (quoted || !words.get(0).equals(NETSH)) {
      throw new AssertionError("no command of netsh: " + line);
    }
    List<String> arguments = words.subList(1, words.size());
    return (arguments.contains("show") ? show(arguments) : netsh.run(arguments)).exitCode();
  }

  /** The names are recorded in each language, and not all that stands below them. */
  private Answer show(List<String> arguments) {
    MemoryRules names = new MemoryRules();
    store
        .values()
        .forEach(
            (id, text) -> {
              String name = RegistryRule.parse(text).one("Name");
              names.put(id, "v2.30|Action=Allow|Active=TRUE|Dir=In|Name=" + name + "|");
            });
    return new NetshModel(names, Settings.of(settings.language())).run(arguments);
  }

  /** What the loop over names and its subroutine do; gives the exit code of the whole file. */
  private int takeStale(String listing, String filter, Iterator<String> left) {
    List<String> body = new ArrayList<>();
    left.forEachRemaining(line -> body.add(expand(line)));
    List<String> wanted =
        List.of(
            "  set \"name=%n\"", "  call :stale || goto :failed", ")", "exit /b 0", "", ":stale");
    if (!body.subList(0, wanted.size()).equals(wanted)) {
      throw new AssertionError(body.toString());
    }
    List<String> stale = body.subList(wanted.size(), wanted.size() + 5);
    if (!stale.get(4).toLowerCase(Locale.ROOT).startsWith("exit /b ")) {
      throw new AssertionError(stale.toString());
    }
    Matcher kept = KEPT.matcher(stale.get(1));
    if (!kept.matches() || !stale.get(0).equals("setlocal EnableDelayedExpansion")) {
      throw new AssertionError(stale.toString());
    }
    List<Pattern> ends = new ArrayList<>();
    FOUND.matcher(filter).results().forEach(found -> ends.add(Pattern.compile(found.group(1))));
    List<String> show = List.of(listing.split(" ", -1));
    String shown = new String(show(show.subList(1, show.size())).stdout(), settings.codePage());
    for (String line : shown.lines().toList()) {
      if (ends.stream().noneMatch(end -> end.matcher(line).find())) {
        continue;
      }
      String name = line.replaceFirst("^[^:]*:+", "").stripLeading();
      boolean keep = false;
      for (int i = 1; i <= Integer.parseInt(kept.group(1)); i++) {
        keep |= name.equals(variables.get("keep" + i));
      }
      if (!keep && name.chars().allMatch(c -> c < 128)) {
        String look = stale.get(2).replace("!name!", name);
        if (command(look.substring(0, look.indexOf(" >nul || exit /b 0"))) == 0
            && command(stale.get(3).replace("!name!", name)) != 0) {
          return 1;
        }
      }
    }
    return 0;
  }
}
