package dev.durward.platform.netsh.script;

import dev.durward.model.WindowsOptions.Profile;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.netsh.defender.FirewallPolicy;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.translation.InboundBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A batch file for cmd.exe. Everything stands in quotes, where only {@code %} means something to
 * cmd while delayed expansion is off; variables in paths are left for it to expand.
 */
final class CmdScript {
  /** cmd takes 8,191 characters, variables expanded. */
  static final int LONGEST_LINE = 7_500;

  private static final String SYSTEM = "%SystemRoot%\\System32\\";
  private static final String NETSH = SYSTEM + "netsh.exe ";

  /** From here on, a batch file is read as UTF-8. */
  static final String UTF_8 = SYSTEM + "chcp.com 65001 >nul";

  private static final String PROGRAM = "program=";

  /** A variable, by a name that cmd takes in a condition as well. */
  static final Pattern VARIABLE = Pattern.compile("%([A-Za-z_][A-Za-z0-9_()]*)%");

  /** Names that netsh shows come back as text and are only ever compared, and named to netsh. */
  private static final String STALE =
      """
      rem # Rules of these policies that are not here any more. The words before the colon are in
      rem # the language of this host. A loop can't tell when its command fails: it is tried first.
      @NETSH@advfirewall firewall show rule name=all >nul || goto :failed
      for /f "tokens=1* delims=:" %%a in ('@NETSH@advfirewall firewall show rule name^=all ^| @FINDSTR@') do for /f "eol=| tokens=*" %%n in ("%%b") do (
        set "name=%%n"
        call :stale || goto :failed
      )
      exit /b 0

      :stale
      setlocal EnableDelayedExpansion
      for /l %%i in (1,1,@COUNT@) do if "!name!"=="!keep%%i!" exit /b 0
      @NETSH@advfirewall firewall show rule name="!name!" >nul || exit /b 0
      @NETSH@advfirewall firewall delete rule name="!name!"
      exit /b %errorlevel%

      :failed
      set "code=%errorlevel%"
      >&2 echo durward: stopped, since that command ended with %code%. Run this again when it is mended.
      exit /b %code%
      """;

  /** netsh sets three things at once: the other two stay as they are. */
  private static final String SHUT =
      """
      set "in=blockinbound"
      set "out=allowoutbound"
      @SYSTEM@reg.exe query "@KEY@" /v DoNotAllowExceptions 2>nul | @SYSTEM@findstr.exe /c:"0x1" >nul && set "in=blockinboundalways"
      @SYSTEM@reg.exe query "@KEY@" /v DefaultOutboundAction 2>nul | @SYSTEM@findstr.exe /c:"0x1" >nul && set "out=blockoutbound"
      @SYSTEM@netsh.exe advfirewall set @PROFILE@profile firewallpolicy %in%,%out% || goto :failed
      """;

  /** Where the firewall is off, nothing would be blocked. */
  private static final String IS_ON =
      """
      @SYSTEM@reg.exe query "@KEY@" /v EnableFirewall 2>nul | @SYSTEM@findstr.exe /c:"0x0" >nul && (
        >&2 echo durward: Defender Firewall is off in the @PROFILE@ profile
        exit /b 5
      )
      """;

  private final List<ScriptSource> sources;
  private final List<FirewallRule> rules;
  private final StringBuilder text = new StringBuilder();

  private CmdScript(List<ScriptSource> sources) {
    this.sources = sources;
    this.rules = ScriptForm.rules(sources);
  }

  static String write(List<ScriptSource> sources) {
    CmdScript script = new CmdScript(sources);
    script.header();
    script.commands();
    script.stale();
    return script.text.toString().replace("\n", "\r\n");
  }

  private void header() {
    text.append("@echo off\n");
    Stream.of(
            "Makes this host's Defender Firewall as rule files say; made by durward render.",
            "",
            "Run it from a terminal with \"Run as administrator\": FILE.cmd",
            "It needs Windows 7 or newer. Run again, it gives the same rules, and no port is shut",
            "on the way. Rules of these policies that are not here go in the end; one whose name",
            "isn't ASCII may stay, since netsh prints such names in another encoding. It stops at",
            "the first command that fails, with that command's exit code; what it has added till",
            "then stays, and what was there stays too.",
            "")
        .forEach(this::comment);
    if (ScriptForm.shuts(sources)) {
      ScriptForm.SHUTTING.forEach(this::comment);
    }
    ScriptSource.comment(sources).forEach(this::comment);
    text.append("\nsetlocal DisableDelayedExpansion\n");
    if (!commands(BlindCommands.of(rules)).allMatch(line -> line.chars().allMatch(c -> c < 128))) {
      comment("Texts are UTF-8. The terminal stays in this code page.");
      text.append(UTF_8).append(" || goto :failed\n");
    }
    for (String name : variables(rules)) {
      text.append("if not defined ")
          .append(name)
          .append(" (\n  >&2 echo durward: this host has no");
      text.append(" variable ").append(name.replace("(", "^(").replace(")", "^)"));
      text.append("\n  exit /b 5\n)\n");
    }
    if (ScriptForm.shuts(sources)) {
      profiles(IS_ON);
    }
  }

  private void profiles(String lines) {
    for (Profile profile : Profile.values()) {
      text.append(
          lines
              .replace("@PROFILE@", InboundBlock.word(profile))
              .replace("@KEY@", "HKLM\\" + FirewallPolicy.localKey(profile))
              .replace("@SYSTEM@", SYSTEM));
    }
  }

  /** The first word behind rem is read as any other; what comes behind that is not. */
  private void comment(String line) {
    text.append("rem #").append(line.isEmpty() ? "" : " " + line.replace("%", "%%")).append('\n');
  }

  private static Stream<String> commands(BlindCommands commands) {
    return Stream.concat(commands.coming().stream(), commands.going().stream())
        .map(CmdScript::line);
  }

  private void commands() {
    BlindCommands commands = BlindCommands.of(rules);
    text.append('\n');
    guarded(commands.coming());
    if (ScriptForm.shuts(sources)) {
      profiles(SHUT);
    }
    guarded(commands.going());
    text.append('\n');
  }

  private void guarded(List<List<String>> lines) {
    lines.forEach(words -> text.append(line(words)).append(" || goto :failed\n"));
  }

  private void stale() {
    for (int i = 0; i < rules.size(); i++) {
      text.append("set \"keep").append(i + 1).append('=');
      text.append(rules.get(i).label().replace("%", "%%")).append("\"\n");
    }
    text.append(
        STALE
            .replace("@NETSH@", NETSH)
            .replace("@FINDSTR@", findstr())
            .replace("@COUNT@", Integer.toString(rules.size())));
  }

  /** Lines that end as names of these policies do. */
  private String findstr() {
    StringBuilder find = new StringBuilder(SYSTEM + "findstr.exe /r");
    for (ScriptSource source : sources) {
      String policy = source.rules().policy().replace(".", "\\.");
      for (String piece : List.of("", " [0-9]*", " going", " [0-9]* going")) {
        find.append(" /c:\"[^ ] \\[durward:").append(policy).append(piece).append("\\]$\"");
      }
    }
    return find.toString();
  }

  /** A command of netsh as a line of a batch file. */
  static String line(List<String> words) {
    return line(words, CmdScript::quoted);
  }

  /** The same for words of which cmd is to expand nothing. */
  static String literal(List<String> words) {
    return line(words, CmdScript::quotedWhole);
  }

  private static String line(List<String> words, UnaryOperator<String> quote) {
    List<String> quoted = new ArrayList<>();
    words.forEach(word -> quoted.add(word.indexOf('=') < 0 ? word : quote.apply(word)));
    return NETSH + String.join(" ", quoted);
  }

  private static String quotedWhole(String argument) {
    String quoted = NetshWords.quoted(argument).replace("%", "%%");
    // A backslash before the quote would quote it for netsh.
    return quoted.endsWith("\\\"") ? quoted.replaceFirst("\"$", "\\\\\"") : quoted;
  }

  private static String quoted(String argument) {
    if (!argument.startsWith(PROGRAM)) {
      return quotedWhole(argument);
    }
    StringBuilder path = new StringBuilder();
    Matcher variable = VARIABLE.matcher(argument);
    int end = PROGRAM.length();
    while (variable.find()) {
      path.append(argument.substring(end, variable.start()).replace("%", "%%"));
      path.append(variable.group());
      end = variable.end();
    }
    path.append(argument.substring(end).replace("%", "%%"));
    // A backslash before the quote would quote it for netsh.
    return PROGRAM + '"' + path + (path.toString().endsWith("\\") ? "\\" : "") + '"';
  }

  /** The variables that the paths of programs have in them, sorted. */
  static Set<String> variables(List<FirewallRule> rules) {
    Set<String> names = new TreeSet<>();
    for (FirewallRule rule : rules) {
      VARIABLE
          .matcher(rule.program().orElse(""))
          .results()
          .forEach(variable -> names.add(variable.group(1)));
    }
    return names;
  }

  /** What a line can't hold of a rule; empty if it can hold it. */
  static String problem(List<FirewallRule> rules) {
    return commands(BlindCommands.of(rules)).anyMatch(line -> line.length() > LONGEST_LINE)
        ? "cmd.exe can't read a line as long as this rule's"
        : "";
  }
}
