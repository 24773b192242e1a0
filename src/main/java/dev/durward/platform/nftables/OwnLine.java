package dev.durward.platform.nftables;

import dev.durward.plan.Mark;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@link RuleWriter}'s, before nft has it, in the words of iptables' options: as several
 * where it names several addresses.
 */
final class OwnLine {
  private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|\\{[^}]*\\}|\\S+");

  /** What nft asks for first where a direction is named: a connection. */
  private static final List<String> TRACKED = List.of("!", "--ctstate", "INVALID,UNTRACKED");

  private final Deque<String> words = new ArrayDeque<>();
  private List<List<String>> either = List.of(List.of());

  private OwnLine(String text) {
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
  }

  /** What a line comes to; nothing if it only logs. */
  static List<RuleLine> read(String text) {
    if (RuleForm.isLog(text)) {
      return List.of();
    }
    int comment = text.lastIndexOf(" comment \"");
    String name = text.substring(comment + " comment \"".length(), text.length() - 1);
    OwnLine line = new OwnLine(text.substring(0, comment));
    while (!line.words.isEmpty()) {
      line.next();
    }
    Optional<Mark> mark = Mark.parse(name);
    return line.either.stream().map(each -> new RuleLine(0, text, 0, mark, each)).toList();
  }

  private void next() {
    String word = words.remove();
    switch (word) {
      case "ip", "ip6" -> addresses(words.remove().equals("saddr"));
      case "iifname" -> add("-i", InterfaceName.plain(value().replace("\"", "")));
      case "oifname" -> add("-o", InterfaceName.plain(value().replace("\"", "")));
      case "meta" -> add(words.remove().equals("skuid") ? "--uid-owner" : "-p", value());
      case "ct" -> tracked(words.remove().equals("direction"));
      case "limit" -> {
        StringBuilder rate = new StringBuilder(word);
        while (!"counter".equals(words.peek())) {
          rate.append(' ').append(words.remove());
        }
        add(RuleLine.UNKNOWN + rate);
      }
      case "counter" -> {}
      case "return" -> add("-j", "RETURN");
      case "accept" -> add("-j", "ACCEPT");
      case "drop" -> add("-j", "DROP");
      case "reject" -> {
        add("-j", "REJECT", "--reject-with", words.contains("reset") ? "tcp-reset" : "unreachable");
        words.clear();
      }
      default -> {
        add("-p", word);
        add("--" + words.remove() + "s", String.join(",", values()).replace('-', ':'));
      }
    }
  }

  private void addresses(boolean source) {
    List<List<String>> all = new ArrayList<>();
    for (String value : values()) {
      String option =
          value.contains("-") ? source ? "--src-range" : "--dst-range" : source ? "-s" : "-d";
      for (List<String> some : either) {
        all.add(joined(some, List.of(option, value)));
      }
    }
    either = all;
  }

  private void tracked(boolean direction) {
    if (direction) {
      add(TRACKED.toArray(String[]::new));
    }
    add(direction ? "--ctdir" : "--ctstate", value().toUpperCase(Locale.ROOT));
  }

  /** The value of an option; what must not be so has an exclamation mark before the option. */
  private String value() {
    String value = words.remove();
    if (value.equals("!=")) {
      add("!");
      return words.remove();
    }
    return value;
  }

  private List<String> values() {
    String value = words.remove();
    return value.startsWith("{")
        ? List.of(value.substring(1, value.length() - 1).strip().split(", ", -1))
        : List.of(value);
  }

  private void add(String... more) {
    either = either.stream().map(some -> joined(some, List.of(more))).toList();
  }

  private static List<String> joined(List<String> some, List<String> more) {
    List<String> both = new ArrayList<>(some);
    both.addAll(more);
    return both;
  }
}
