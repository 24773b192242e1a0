package dev.durward.rulefile;

import dev.durward.model.LinuxOptions;
import dev.durward.model.RateLimit;
import dev.durward.model.WindowsOptions;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.model.WindowsOptions.Profile;
import dev.durward.model.WindowsOptions.RemoteKeyword;
import dev.durward.rulefile.Node.Scalar;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the blocks that only one platform understands. */
final class OptionsReader {
  private static final int LONGEST_INTERFACE = 15;
  private static final int MOST_INTERFACES = 32;
  private static final int LONGEST_PATH = 260;
  private static final int LONGEST_SERVICE = 256;
  private static final int LONGEST_USER = 32;
  private static final long HIGHEST_UID = 4_294_967_294L;

  private final Values values;
  private final TextReader texts;

  OptionsReader(Values values, TextReader texts) {
    this.values = values;
    this.texts = texts;
  }

  /** The {@code windows:} block. */
  Optional<WindowsOptions> windows(Fields fields) {
    if (!fields.has("windows")) {
      return Optional.of(WindowsOptions.NONE);
    }
    Optional<Set<Profile>> profiles =
        fields.read(
            "windows.profiles",
            WindowsOptions.NONE.profiles(),
            node -> values.words(node, Words.PROFILES));
    Optional<Optional<String>> program = fields.readAny("windows.program", this::program);
    Optional<Optional<String>> service = fields.readAny("windows.service", this::service);
    Optional<Set<InterfaceType>> types =
        fields.read(
            "windows.interface-type", Set.of(), node -> values.words(node, Words.INTERFACE_TYPES));
    Optional<Edge> edge =
        fields.read("windows.edge", Edge.NO, node -> values.word(node, Words.EDGES));
    Optional<Set<RemoteKeyword>> remote =
        fields.read("windows.remote", Set.of(), node -> values.words(node, Words.REMOTE_KEYWORDS));
    Optional<Set<Integer>> icmpTypes = fields.read("windows.icmp-types", Set.of(), this::icmpTypes);
    if (profiles.isEmpty()
        || program.isEmpty()
        || service.isEmpty()
        || types.isEmpty()
        || edge.isEmpty()
        || remote.isEmpty()
        || icmpTypes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new WindowsOptions(
            profiles.get(),
            program.get(),
            service.get(),
            types.get(),
            edge.get(),
            remote.get(),
            icmpTypes.get()));
  }

  private Optional<Set<Integer>> icmpTypes(Node node) {
    Set<Integer> seen = new LinkedHashSet<>();
    return values
        .list(
            node,
            "a type of ICMP messages",
            scalar ->
                values.number(scalar, 0, 255).filter(type -> values.isNew(seen, type, scalar)))
        .map(LinkedHashSet::new);
  }

  private Optional<String> program(Node node) {
    return texts
        .line(node)
        .filter(
            path -> {
              if (path.chars().anyMatch(c -> "\"'|<>*?".indexOf(c) >= 0)) {
                return texts.refuse(
                    node, "a path has none of \" ' | < > * ? in it", "write the path alone");
              }
              if (!isAbsolute(path) || path.length() > LONGEST_PATH) {
                return texts.refuse(
                    node,
                    Spelling.quote(path) + " is not the full path of a program on Windows",
                    path.indexOf('/') >= 0 && isAbsolute(path.replace('/', '\\'))
                        ? Spelling.question(path.replace('/', '\\'))
                        : "write C:\\... or %ProgramFiles%\\..., with backslashes");
              }
              return true;
            });
  }

  /** A drive or a variable, a backslash, and something behind it. */
  private static boolean isAbsolute(String path) {
    int root = path.indexOf('\\');
    if (root < 0 || root == path.length() - 1 || path.indexOf('/') >= 0) {
      return false;
    }
    String start = path.substring(0, root);
    boolean drive = start.length() == 2 && start.charAt(1) == ':' && isLetter(start.charAt(0));
    boolean variable = start.length() > 2 && start.startsWith("%") && start.endsWith("%");
    int colon = path.indexOf(':', 2);
    return (drive || variable) && colon < 0;
  }

  private Optional<String> service(Node node) {
    return texts
        .form(
            node,
            "the short name of a service",
            LONGEST_SERVICE,
            c -> TextReader.isWordCharacter(c) || c == '.' || c == '-' || c == '$',
            "letters, digits, `.`, `_`, `-` and `$`")
        .filter(
            name ->
                !name.equalsIgnoreCase("any")
                    || texts.refuse(
                        node, "`any` is not the name of a service", "name one, or delete the key"));
  }

  /** The {@code linux:} block. */
  Optional<LinuxOptions> linux(Fields fields) {
    if (!fields.has("linux")) {
      return Optional.of(LinuxOptions.NONE);
    }
    Optional<List<String>> interfaces =
        fields.read("linux.interfaces", List.of(), this::interfaces);
    Optional<Boolean> log = fields.read("linux.log", false, values::flag);
    Optional<Optional<RateLimit>> limit = fields.readAny("linux.limit", texts::limit);
    Optional<Optional<String>> user = fields.readAny("linux.user", this::user);
    if (interfaces.isEmpty() || log.isEmpty() || limit.isEmpty() || user.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new LinuxOptions(interfaces.get(), log.get(), limit.get(), user.get()));
  }

  private Optional<List<String>> interfaces(Node node) {
    Set<String> seen = new LinkedHashSet<>();
    return values
        .list(
            node,
            "the name of an interface",
            scalar -> networkInterface(scalar).filter(name -> values.isNew(seen, name, scalar)))
        .filter(
            names ->
                names.size() <= MOST_INTERFACES
                    || texts.refuse(
                        node,
                        "more than " + MOST_INTERFACES + " interfaces",
                        "use names like eth+ for many"));
  }

  private Optional<String> networkInterface(Scalar scalar) {
    String text = scalar.text();
    String stem = text.endsWith("+") ? text.substring(0, text.length() - 1) : text;
    if (text.equals("lo")) {
      texts.refuse(scalar, "`lo` is loopback, which no rule applies to", "delete it");
      return Optional.empty();
    }
    boolean fits =
        !stem.isEmpty()
            && text.length() <= LONGEST_INTERFACE
            && !stem.equals(".")
            && !stem.equals("..")
            && stem.chars().allMatch(c -> TextReader.isWordCharacter(c) || ".@:-".indexOf(c) >= 0);
    if (!fits) {
      texts.refuse(
          scalar,
          Spelling.quote(text) + " is not the name of an interface",
          text.indexOf('*') >= 0
              ? Spelling.question(text.replace('*', '+'))
              : "use 1 to 15 letters, digits, `.`, `_`, `@`, `:` and `-`, and `+` at the end");
      return Optional.empty();
    }
    return Optional.of(text);
  }

  private Optional<String> user(Node node) {
    return texts
        .form(
            node,
            "a user",
            LONGEST_USER,
            c -> TextReader.isWordCharacter(c) || c == '.' || c == '-' || c == '$',
            "letters, digits, `.`, `_` and `-`")
        .filter(
            user ->
                isUser(user)
                    || texts.refuse(
                        node,
                        Spelling.quote(user) + " is neither a user's name nor a number",
                        "begin a name with a letter; write a number without leading zeros"));
  }

  private static boolean isUser(String user) {
    char first = user.charAt(0);
    if (first < '0' || first > '9') {
      int dollar = user.indexOf('$');
      return (isLetter(first) || first == '_') && (dollar < 0 || dollar == user.length() - 1);
    }
    boolean digits = user.length() <= 10 && user.chars().allMatch(c -> c >= '0' && c <= '9');
    boolean zeroLed = first == '0' && user.length() > 1;
    return digits && !zeroLed && Long.parseLong(user) <= HIGHEST_UID;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
