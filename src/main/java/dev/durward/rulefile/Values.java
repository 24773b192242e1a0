package dev.durward.rulefile;

import dev.durward.rulefile.Node.Mapping;
import dev.durward.rulefile.Node.Refused;
import dev.durward.rulefile.Node.Scalar;
import dev.durward.rulefile.Node.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads single values and lists of them. What is wrong is reported, and empty returned for it. */
final class Values {
  private final Findings findings;

  Values(Findings findings) {
    this.findings = findings;
  }

  /** A single value, which must be there. */
  Optional<Scalar> scalar(Node node, String what) {
    if (node instanceof Scalar scalar && !scalar.isNull()) {
      return Optional.of(scalar);
    }
    if (!(node instanceof Refused)) {
      boolean single = node instanceof Sequence list && list.items().size() == 1;
      findings.error(
          node.at(),
          node.kind() + " stands where " + what + " is wanted",
          single ? "write it without the brackets or the `-`" : "write " + what);
    }
    return Optional.empty();
  }

  /**
   * A value or a list of at least one.
   *
   * @param read reads one, reports and returns empty if it can't
   * @return empty if any of them could not be read
   */
  <T> Optional<List<T>> list(Node node, String what, Function<Scalar, Optional<T>> read) {
    List<Node> items = node instanceof Sequence list ? list.items() : List.of(node);
    if (items.isEmpty()) {
      findings.error(node.at(), "this list is empty", "write " + what + ", or delete the key");
    }
    List<T> values = new ArrayList<>(items.size());
    for (Node item : items) {
      if (findings.isEnough()) {
        break;
      }
      if (item instanceof Mapping) {
        findings.error(
            item.at(), "a block of keys stands where " + what + " is wanted", "write " + what);
      } else if (item instanceof Sequence && item != node) {
        findings.error(item.at(), "a list stands inside a list", "write one list");
      } else {
        scalar(item, what).flatMap(read).ifPresent(values::add);
      }
    }
    return values.size() == items.size() && !values.isEmpty()
        ? Optional.of(values)
        : Optional.empty();
  }

  /** One of the words. */
  <T> Optional<T> word(Node node, Words<T> words) {
    return scalar(node, words.what()).flatMap(scalar -> word(scalar, words));
  }

  /** One of the words, or a list of some of them, each once. */
  <T> Optional<Set<T>> words(Node node, Words<T> words) {
    Set<T> seen = new LinkedHashSet<>();
    return list(
            node,
            words.what(),
            scalar -> word(scalar, words).filter(value -> isNew(seen, value, scalar)))
        .map(LinkedHashSet::new);
  }

  private <T> Optional<T> word(Scalar scalar, Words<T> words) {
    Optional<T> value = words.find(scalar.text());
    if (value.isEmpty()) {
      findings.error(
          scalar.at(),
          Spelling.quote(scalar.text()) + " is not " + words.what(),
          words.proposal(scalar.text()));
    }
    return value;
  }

  /** Adds a value of a list to those before it; reports it if it was among them. */
  <T> boolean isNew(Set<T> seen, T value, Scalar scalar) {
    boolean added = seen.add(value);
    if (!added) {
      findings.error(
          scalar.at(),
          Spelling.quote(scalar.text()) + " stands in this list already",
          "delete one of them");
    }
    return added;
  }

  /** {@code true} or {@code yes}, {@code false} or {@code no}. */
  Optional<Boolean> flag(Node node) {
    return scalar(node, "true or false")
        .flatMap(
            scalar -> {
              Optional<Boolean> flag = scalar.plain() ? flag(scalar.text()) : Optional.empty();
              if (flag.isEmpty()) {
                String better = flagMeant(scalar.text());
                findings.error(
                    scalar.at(),
                    Spelling.quote(scalar.text())
                        + (scalar.plain() ? " is" : " in quotes is")
                        + " neither true nor false",
                    better.isEmpty() ? "write true or false" : "write " + better);
              }
              return flag;
            });
  }

  private static Optional<Boolean> flag(String text) {
    return switch (text) {
      case "true", "yes" -> Optional.of(true);
      case "false", "no" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static String flagMeant(String text) {
    return switch (text) {
      case "True", "TRUE", "true", "Yes", "YES", "yes", "on", "On", "ON", "1", "y" -> "true";
      case "False", "FALSE", "false", "No", "NO", "no", "off", "Off", "OFF", "0", "n" -> "false";
      default -> "";
    };
  }

  /** A whole number in decimal digits, without sign or leading zeros. */
  Optional<Integer> number(Node node, int least, int most) {
    String what = "a number from " + least + " to " + most;
    return scalar(node, what)
        .flatMap(
            scalar -> {
              int value = digits(scalar.text());
              if (value >= least && value <= most) {
                return Optional.of(value);
              }
              findings.error(
                  scalar.at(),
                  Spelling.quote(scalar.text()) + " is not " + what,
                  "write it in decimal digits alone");
              return Optional.empty();
            });
  }

  /** The value of up to nine decimal digits without a leading zero, or -1 for another text. */
  static int digits(String text) {
    boolean zeroLed = text.length() > 1 && text.charAt(0) == '0';
    if (text.isEmpty() || text.length() > 9 || zeroLed) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }
}
