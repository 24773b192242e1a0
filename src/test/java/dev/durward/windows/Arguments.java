package dev.durward.windows;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** The {@code parameter=value} words of a command. */
final class Arguments {
  private Arguments() {}

  static Map<Parameter, String> parse(List<String> words, Predicate<Parameter> allowed)
      throws Refused {
    Map<Parameter, String> values = new EnumMap<>(Parameter.class);
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        // Recorded: what is left of a name with a blank and without quotes.
        throw new Refused(Message.BAD_VALUE, word);
      }
      Parameter parameter = parameter(word.substring(0, equals));
      if (!allowed.test(parameter)) {
        throw new UnknownToNetsh("a parameter that its usage doesn't show: " + word);
      }
      if (values.put(parameter, value(word.substring(equals + 1), word)) != null) {
        throw new UnknownToNetsh("a parameter that stands twice: " + word);
      }
    }
    return values;
  }

  private static Parameter parameter(String keyword) {
    for (Parameter parameter : Parameter.values()) {
      if (parameter.name().toLowerCase(Locale.ROOT).equals(keyword.toLowerCase(Locale.ROOT))) {
        return parameter;
      }
    }
    throw new UnknownToNetsh("the parameter " + keyword);
  }

  /** Any text that is known to come through as it stands. */
  private static String value(String value, String word) {
    if (value.isEmpty() || !value.equals(value.strip())) {
      throw new UnknownToNetsh("an empty value, or blanks around it: " + word);
    }
    boolean odd =
        value
            .chars()
            .anyMatch(c -> "\"|=\u2028\u2029".indexOf(c) >= 0 || Character.isISOControl(c));
    // A lone surrogate is all that UTF-8 can't encode.
    if (odd || !UTF_8.newEncoder().canEncode(value)) {
      throw new UnknownToNetsh("a character in " + word);
    }
    return value;
  }
}
