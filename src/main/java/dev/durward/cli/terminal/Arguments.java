package dev.durward.cli.terminal;

import com.beust.jcommander.JCommander;
import com.beust.jcommander.Parameter;
import com.beust.jcommander.ParameterDescription;
import com.beust.jcommander.ParameterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads a command's arguments into its annotated, mutable options. */
public final class Arguments {
  private Arguments() {}

  /** What is wrong with the arguments, for the user. */
  public static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
      super(message);
    }
  }

  /** The options of a command, and its words that are no options: files, a port, a number. */
  public abstract static class Words {
    @Parameter private List<String> words = new ArrayList<>();

    /** In the order in which they were written. */
    public List<String> words() {
      return words;
    }
  }

  /**
   * Fills the options. {@code --option=value} is the same as {@code --option value}; a file whose
   * name begins with a dash is named {@code ./-name}.
   *
   * <p>Words alone need no parser: its reflection would take a fifth of the time of {@code plan}.
   */
  public static <T extends Words> T parse(T options, List<String> arguments) throws UsageException {
    if (arguments.stream().noneMatch(word -> word.startsWith("-"))) {
      options.words().addAll(arguments);
      return options;
    }
    JCommander parser = new JCommander(options);
    parser.setExpandAtSign(false);
    Set<String> known = new TreeSet<>();
    parser.getParameters().forEach(parameter -> known.addAll(List.of(names(parameter))));
    List<String> words = new ArrayList<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      boolean isOption = argument.startsWith("-") && argument.length() > 1;
      String name = isOption && equals > 0 ? argument.substring(0, equals) : argument;
      if (isOption && !known.contains(name)) {
        // JCommander would take it for the name of a file.
        throw new UsageException("no option " + name + "; there are " + String.join(", ", known));
      }
      words.add(name);
      if (!name.equals(argument)) {
        words.add(argument.substring(equals + 1));
      }
    }
    try {
      parser.parse(words.toArray(String[]::new));
    } catch (ParameterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    return options;
  }

  /** The names of the options that are given, without their values. */
  public static List<String> options(List<String> arguments) {
    return arguments.stream()
        .filter(word -> word.startsWith("-") && word.length() > 1)
        .map(word -> word.split("=", 2)[0])
        .toList();
  }

  private static String[] names(ParameterDescription parameter) {
    return parameter.getParameter().names();
  }

  /** Whether {@code --output} asks for JSON. */
  public static boolean isJson(String output) throws UsageException {
    return switch (output) {
      case "text" -> false;
      case "json" -> true;
      default -> throw new UsageException("--output is text or json, not " + output);
    };
  }

  /** Refuses a command without files. */
  public static List<String> required(List<String> files) throws UsageException {
    if (files.isEmpty()) {
      throw new UsageException("no rule file named");
    }
    return List.copyOf(files);
  }

  /** The number of an apply, which need not be given. */
  public static Optional<Integer> applyId(List<String> words) throws UsageException {
    if (words.size() > 1 || !words.stream().allMatch(word -> word.matches("[1-9][0-9]{0,8}"))) {
      throw new UsageException("takes one number of an apply, as `durward history` lists them");
    }
    return words.stream().findFirst().map(Integer::valueOf);
  }

  /** That there is no such one. */
  public static UsageException noSuchApply(int id) {
    return new UsageException("there is no apply " + id + ", or no more: see durward history");
  }

  /** Refuses more words than a command takes. */
  public static void none(List<String> words) throws UsageException {
    if (!words.isEmpty()) {
      throw new UsageException("takes no argument: " + words.get(0));
    }
  }
}
