package dev.durward.windows;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * {@code netsh advfirewall} as far as the product uses it, as Microsoft documents it and as
 * recordings show it. What it is known to do, it does to a {@link RuleStore}; what it is known to
 * refuse, it answers with exit code 1, its message and its usage; with everything else it throws
 * {@link UnknownToNetsh}.
 */
public final class NetshModel {
  /** CreateProcess takes 32,767 characters, the terminating null among them. */
  private static final int LONGEST_LINE = 32_766;

  private static final List<String> CONTEXT = List.of("advfirewall", "firewall");

  private static final String EXECUTABLE = "C:\\Windows\\System32\\netsh.exe";

  private final RuleStore store;
  private final Settings settings;
  private final Console console;
  private int commands;

  public NetshModel(RuleStore store, Settings settings) {
    this(store, settings, 0);
  }

  /**
   * A netsh that goes on after others.
   *
   * @param commands how many commands have run before
   */
  NetshModel(RuleStore store, Settings settings, int commands) {
    this.commands = commands;
    this.store = store;
    this.settings = settings;
    this.console = new Console(settings);
  }

  /**
   * Runs netsh.
   *
   * @param arguments what stands behind netsh.exe
   */
  public Answer run(List<String> arguments) {
    checkLine(arguments);
    if (!arguments.get(0).equalsIgnoreCase("-f")) {
      return command(arguments);
    }
    if (arguments.size() != 2) {
      throw new UnknownToNetsh("more than a file behind -f: " + arguments);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    for (List<String> words : ScriptFile.read(Path.of(arguments.get(1)))) {
      Answer answer = command(words);
      said.writeBytes(answer.stdout());
      if (answer.exitCode() != 0) {
        if (settings.fault().fails(commands)) {
          return new Answer(1, said.toByteArray());
        }
        throw new UnknownToNetsh("the rest of a script, and its exit code, after " + words);
      }
    }
    return new Answer(0, said.toByteArray());
  }

  /** How many commands have run so far; scripts count by their lines. */
  public int commands() {
    return commands;
  }

  private static void checkLine(List<String> arguments) {
    int length = EXECUTABLE.length();
    for (String argument : arguments) {
      // Blanks get quotes around them.
      length += 1 + argument.length() + (argument.indexOf(' ') < 0 ? 0 : 2);
    }
    if (arguments.isEmpty() || arguments.contains("") || length > LONGEST_LINE) {
      throw new UnknownToNetsh("no argument, an empty one, or " + length + " characters");
    }
  }

  private Answer command(List<String> words) {
    commands++;
    Fault fault = settings.fault();
    if (fault.isSilent(commands)) {
      return new Answer(0, new byte[0]);
    }
    if (!fault.works(commands)) {
      return console.failed(Message.BROKEN);
    }
    Answer answer = obey(words);
    return fault.fails(commands) ? console.failed(Message.BROKEN) : answer;
  }

  private Answer obey(List<String> words) {
    if (ProfileCommand.is(words)) {
      ProfileCommand command = ProfileCommand.parse(words);
      if (!settings.elevated()) {
        return console.failed(Message.ELEVATION);
      }
      command.run(store);
      return console.ok("");
    }
    List<String> verb = words.stream().limit(4).map(word -> word.toLowerCase(Locale.ROOT)).toList();
    if (verb.size() < 4 || !verb.subList(0, 2).equals(CONTEXT) || !verb.get(3).equals("rule")) {
      throw new UnknownToNetsh("the command " + words);
    }
    List<String> rest = words.subList(4, words.size());
    try {
      return switch (verb.get(2)) {
        case "add" -> add(Arguments.parse(rest, parameter -> true));
        case "delete" -> delete(Selection.of(Arguments.parse(rest, Parameter::selects)));
        case "set" -> set(rest);
        case "show" -> show(rest);
        default -> throw new UnknownToNetsh("the command " + words);
      };
    } catch (Refused e) {
      return console.refused(e.message(), verb.get(2) + " rule");
    }
  }

  private Answer add(Map<Parameter, String> arguments) throws Refused {
    RegistryRule rule = new RegistryRule(Map.of("Active", List.of("TRUE"))).with(fields(arguments));
    Constraints.check(arguments, rule);
    if (!settings.elevated()) {
      return console.failed(Message.ELEVATION);
    }
    // Nothing is compared with what is there: duplicates accumulate.
    store.put("{" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT) + "}", rule.text());
    return console.ok("");
  }

  private Answer delete(Selection selection) throws Refused {
    List<String> ids = selection.ids(store.values(), true);
    if (!settings.elevated()) {
      return console.failed(Message.ELEVATION);
    }
    if (ids.isEmpty()) {
      return console.failed(Message.NO_MATCH);
    }
    ids.forEach(store::remove);
    return console.ok(Message.DELETED, ids.size());
  }

  private Answer set(List<String> words) throws Refused {
    int mark = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList().indexOf("new");
    if (mark < 0 || mark == words.size() - 1) {
      throw new UnknownToNetsh("the answer to a set that changes nothing");
    }
    Selection selection = Selection.of(Arguments.parse(words.subList(0, mark), Parameter::selects));
    Map<String, List<String>> changes =
        fields(Arguments.parse(words.subList(mark + 1, words.size()), Parameter::isWritten));
    Map<String, String> changed = new LinkedHashMap<>();
    Map<String, String> values = store.values();
    for (String id : selection.ids(values, false)) {
      RegistryRule rule = RegistryRule.parse(values.getOrDefault(id, "")).with(changes);
      try {
        Constraints.check(rule);
      } catch (Refused e) {
        throw new UnknownToNetsh("a set that makes a rule impossible: " + e.getMessage());
      }
      changed.put(id, rule.text());
    }
    if (!settings.elevated()) {
      return console.failed(Message.ELEVATION);
    }
    if (changed.isEmpty()) {
      return console.failed(Message.NO_MATCH);
    }
    changed.forEach(store::put);
    return console.ok(Message.UPDATED, changed.size());
  }

  /** Whoever asks may see the rules, elevated or not. */
  private Answer show(List<String> words) throws Refused {
    List<String> selectors = new ArrayList<>(words);
    boolean verbose = selectors.removeIf(word -> word.equalsIgnoreCase("verbose"));
    Selection selection =
        Selection.of(
            Arguments.parse(
                selectors, Set.of(Parameter.NAME, Parameter.DIR, Parameter.PROFILE)::contains));
    Map<String, String> values = store.values();
    List<String> ids = selection.ids(values, false);
    if (ids.isEmpty()) {
      return console.failed(Message.NO_MATCH);
    }
    Listing listing = new Listing(settings.language(), verbose);
    ids.forEach(id -> listing.add(RegistryRule.parse(values.getOrDefault(id, ""))));
    return console.ok(listing.text());
  }

  private static Map<String, List<String>> fields(Map<Parameter, String> arguments) throws Refused {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    for (Map.Entry<Parameter, String> argument : arguments.entrySet()) {
      fields.putAll(argument.getKey().fields(argument.getValue()));
    }
    return fields;
  }
}
