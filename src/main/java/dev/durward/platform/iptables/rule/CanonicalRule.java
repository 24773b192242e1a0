package dev.durward.platform.iptables.rule;

import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One form for a rule that iptables may print in several: its options sorted, each with its
 * negation and values, without the {@code -m} words that follow from them; values in one spelling.
 * Versions of iptables differ in the order of matches, in units and in names, and none of that
 * changes the meaning.
 */
public final class CanonicalRule {
  private CanonicalRule() {}

  /** The one form of a rule's text; the text itself if it can't be split into words. */
  public static String of(String text) {
    return RuleText.split(text).map(CanonicalRule::of).orElse(text);
  }

  private static String of(List<String> words) {
    List<String> options = new ArrayList<>();
    StringBuilder option = new StringBuilder();
    String name = "";
    boolean negated = false;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean isValue = !name.isEmpty() && takesAnything(name) && option.length() == name.length();
      if (word.equals("!") && !isValue) {
        negated = true;
      } else if (word.startsWith("-") && !isValue) {
        end(options, option);
        name = (negated ? "! " : "") + word;
        option.append(name);
        negated = false;
      } else {
        option.append(' ').append(value(name, word));
      }
    }
    end(options, option);
    options.removeIf(each -> each.startsWith("-m "));
    options.sort(null);
    return String.join("\n", options);
  }

  private static void end(List<String> options, StringBuilder option) {
    if (!option.isEmpty()) {
      options.add(option.toString());
      option.setLength(0);
    }
  }

  /** Free texts may begin with a dash or an exclamation mark. */
  private static boolean takesAnything(String option) {
    return option.equals("--comment") || option.equals("--log-prefix");
  }

  private static String value(String option, String word) {
    return switch (option.startsWith("! ") ? option.substring(2) : option) {
      case "-p" -> ProtocolName.number(word.toLowerCase(Locale.ROOT));
      case "--limit" -> Limit.canonical(word);
      case "-s", "-d" -> isOneAddress(word) ? beforeSlash(word) : word;
      case "--ctstate", "--state" -> {
        String[] states = word.split(",", -1);
        Arrays.sort(states);
        yield String.join(",", states);
      }
      default -> word;
    };
  }

  private static boolean isOneAddress(String network) {
    return network.endsWith(network.indexOf(':') < 0 ? "/32" : "/128");
  }

  private static String beforeSlash(String word) {
    return word.substring(0, word.indexOf('/'));
  }
}
