package dev.durward.platform.host;

import dev.durward.exec.Command;
import dev.durward.exec.ProcessRunner;
import dev.durward.model.Family;
import dev.durward.plan.Mark;
import dev.durward.probe.verification.RuleCounters;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The counters of rules with a comment, as iptables-save prints them. */
record SavedCounters(String variant) implements RuleCounters {
  private static final Pattern LINE =
      Pattern.compile("\\[(\\d+):\\d+\\] .*--comment \"?(durward:[^\" ]+)\"?.*");

  @Override
  public Map<Key, Long> read() throws IOException, InterruptedException {
    Map<Key, Long> counts = new HashMap<>();
    for (Family family : Family.values()) {
      String tool = family == Family.IPV4 ? "/usr/sbin/iptables" : "/usr/sbin/ip6tables";
      Command save = Command.of(tool + variant + "-save", "-c");
      String text = new ProcessRunner().run(save).text();
      for (String line : text.lines().toList()) {
        Matcher rule = LINE.matcher(line);
        if (rule.matches()) {
          Mark mark = Mark.parse(rule.group(2)).orElseThrow();
          counts.merge(new Key(mark, family), Long.parseLong(rule.group(1)), Long::sum);
        }
      }
    }
    return counts;
  }
}
