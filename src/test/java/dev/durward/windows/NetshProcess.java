package dev.durward.windows;

import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * The model as a program of its own. A folder holds {@code settings.properties} with {@code
 * language}, {@code code-page}, {@code elevated}, {@code fault}, {@code fault-at} and {@code
 * commands}, which counts those that have run, each optional.
 */
final class NetshProcess {
  /** Its exit code when it throws {@link UnknownToNetsh}; netsh itself has 0 and 1 here. */
  static final int UNKNOWN = 99;

  private NetshProcess() {}

  /**
   * Runs netsh once.
   *
   * @return its exit code
   */
  static int run(Path folder, RuleStore store, List<String> args, PrintStream out, PrintStream err)
      throws IOException {
    Path file = folder.resolve("settings.properties");
    Properties properties = load(file);
    int commands = Integer.parseInt(properties.getProperty("commands", "0"));
    NetshModel netsh = new NetshModel(store, settings(properties), commands);
    try {
      Answer answer = netsh.run(args);
      out.writeBytes(answer.stdout());
      out.flush();
      return answer.exitCode();
    } catch (UnknownToNetsh e) {
      err.println(e);
      return UNKNOWN;
    } finally {
      properties.setProperty("commands", Integer.toString(netsh.commands()));
      save(properties, file);
    }
  }

  private static Settings settings(Properties properties) {
    Language language = Language.valueOf(constant(properties, "language", "english"));
    String codePage = properties.getProperty("code-page", language.codePage().name());
    boolean elevated = !properties.getProperty("elevated", "yes").equals("no");
    Fault fault =
        new Fault(
            Fault.Kind.valueOf(constant(properties, "fault", "none")),
            Integer.parseInt(properties.getProperty("fault-at", "1")));
    return new Settings(language, Charset.forName(codePage), elevated, fault);
  }

  private static String constant(Properties properties, String key, String absent) {
    return properties.getProperty(key, absent).toUpperCase(Locale.ROOT).replace('-', '_');
  }

  private static Properties load(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private static void save(Properties properties, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
  }
}
