package dev.durward.platform.iptables;

import dev.durward.platform.iptables.save.ProtocolName;
import dev.durward.platform.iptables.save.RuleLine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All new packets of a protocol that cross an interface: what a catch-all rule speaks about.
 *
 * @param protocol the IANA number; empty for one that no rule names
 * @param networkInterface the interface; empty for one that no rule names
 */
record PacketClass(String protocol, String networkInterface) {
  /** Sources that the kernel drops as martian before any rule of INPUT. */
  private static final Set<String> NO_SOURCE =
      Set.of("BROADCAST", "MULTICAST", "224.0.0.0/4", "ff00::/8");

  /** How much of a class a rule matches. */
  enum Coverage {
    NONE,
    /** Some of it: the rule is a specific one. */
    SOME,
    /** All of it, perhaps up to a rate. */
    ALL
  }

  /** How much of this class the rule's conditions let through to its target. */
  Coverage coveredBy(RuleLine rule) {
    Coverage coverage = Coverage.ALL;
    List<String> words = rule.words();
    for (int i = 0; i < words.size(); i++) {
      String option = words.get(i);
      boolean negated = i > 0 && words.get(i - 1).equals("!");
      String value = i + 1 < words.size() ? words.get(i + 1) : "";
      Optional<Boolean> verdict =
          switch (option) {
            case "-j", "-g" -> {
              i = words.size();
              yield Optional.of(true);
            }
            case "-m", "--comment", "--limit", "--limit-burst" -> {
              i++;
              yield Optional.of(true);
            }
            case "!" -> Optional.of(true);
            case "-p" -> {
              i++;
              yield Optional.of(ProtocolName.number(value).equals(protocol) != negated);
            }
            case "-i", "-o" -> {
              i++;
              yield Optional.of(isInterface(value) != negated);
            }
            case "--ctstate", "--state" -> {
              i++;
              yield Optional.of(List.of(value.split(",", -1)).contains("NEW") != negated);
            }
            case "--ctdir" -> {
              i++;
              yield Optional.of(value.equals("ORIGINAL") != negated);
            }
            case "--tcp-flags" -> {
              String set = i + 2 < words.size() ? words.get(i + 2) : "";
              i += 2;
              yield Optional.of(isOpening(value, set) != negated);
            }
            case "--dst-type" -> {
              i++;
              yield value.equals("LOCAL") ? Optional.of(!negated) : Optional.empty();
            }
            case "--src-type" -> {
              i++;
              yield NO_SOURCE.contains(value) ? Optional.of(negated) : Optional.empty();
            }
            case "-s", "-d" -> {
              i++;
              if (option.equals("-s") && NO_SOURCE.contains(value)) {
                yield Optional.of(negated);
              }
              yield value.endsWith("/0") ? Optional.of(!negated) : Optional.empty();
            }
            default -> Optional.empty();
          };
      if (verdict.isEmpty()) {
        coverage = Coverage.SOME;
      } else if (!verdict.get()) {
        return Coverage.NONE;
      }
    }
    return coverage;
  }

  /** Whether the packet that opens a TCP connection has the flags {@code set} of {@code mask}. */
  private static boolean isOpening(String mask, String set) {
    boolean asksForSyn = List.of(mask.split(",", -1)).contains("SYN");
    return set.equals(asksForSyn ? "SYN" : "NONE");
  }

  private boolean isInterface(String pattern) {
    return pattern.endsWith("+")
        ? networkInterface.startsWith(pattern.substring(0, pattern.length() - 1))
        : networkInterface.equals(pattern);
  }
}
