package dev.durward.platform.netsh.translation;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Variables of Windows' environment, as paths of programs name them. What netsh makes of them is
 * not documented, so that it gets paths without.
 *
 * @param values by their names, of any case
 * @param kept whether they stay as they are, for a script that its own shell expands
 */
public record Variables(Map<String, String> values, boolean kept) {
  private static final Pattern NAME = Pattern.compile("%([^%]+)%");

  /** Those of a host that was set up as usual. */
  public static final Variables USUAL =
      of(
          Map.of(
              "SystemDrive", "C:",
              "SystemRoot", "C:\\Windows",
              "windir", "C:\\Windows",
              "ProgramFiles", "C:\\Program Files",
              "ProgramFiles(x86)", "C:\\Program Files (x86)",
              "CommonProgramFiles", "C:\\Program Files\\Common Files",
              "CommonProgramFiles(x86)", "C:\\Program Files (x86)\\Common Files",
              "ProgramData", "C:\\ProgramData",
              "ALLUSERSPROFILE", "C:\\ProgramData",
              "PUBLIC", "C:\\Users\\Public"));

  /** Those of a host that is not known yet. */
  public static final Variables KEPT = new Variables(Map.of(), true);

  public static Variables of(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    values.putAll(environment);
    return new Variables(values, false);
  }

  /** The text with the values of the variables that are known. */
  public String expand(String text) {
    return NAME.matcher(text)
        .replaceAll(
            match -> Matcher.quoteReplacement(values.getOrDefault(match.group(1), match.group())));
  }

  /** A variable in the text that is not known. */
  Optional<String> unknown(String text) {
    return NAME.matcher(text)
        .results()
        .map(match -> match.group())
        .filter(name -> !kept && !values.containsKey(name.substring(1, name.length() - 1)))
        .findFirst();
  }
}
