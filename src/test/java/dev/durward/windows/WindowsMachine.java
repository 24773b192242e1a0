package dev.durward.windows;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.platform.netsh.registry.Registry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Windows in this process: the models of netsh and schtasks, and a registry. A task that runs
 * waits until {@link #timeIsUp}; what its script is to do then is read from that, and how cmd.exe
 * understands it is tried under Wine.
 */
public final class WindowsMachine implements CommandRunner {
  private static final Pattern SCHTASKS =
      Pattern.compile("C:\\\\Windows\\\\System32\\\\schtasks\\.exe");
  private static final Pattern ARGUMENTS =
      Pattern.compile("/d /e:on /v:off /c \\.\\\\([0-9]+\\.watch\\.cmd) ([0-9]+)");

  private final MemoryRules store = new MemoryRules();
  private final Settings settings = Settings.of(Language.GERMAN);
  private final NetshRunner netsh =
      new NetshRunner(new NetshModel(store, settings), settings.codePage());
  private final SchtasksModel schtasks = new SchtasksModel(this::begin);
  private final Set<Path> waiting = new TreeSet<>();

  /** The rules and the settings there as the registry has them, in an order. */
  public List<String> texts() {
    return new DefenderHost(store, Map.of()).texts();
  }

  /** Somebody sets a profile, by the name of its key. */
  public void set(String profile, String name, int number) {
    store.set(profile, name, number);
  }

  /** A rule of somebody's. */
  public void put(String id, String text) {
    store.put(id, text);
  }

  /** Its registry, as the product reads it. */
  public Registry registry() {
    return new DefenderHost(store, Map.of()).registry();
  }

  /** The scheduled tasks that are there. */
  public Set<String> tasks() {
    return schtasks.names();
  }

  @Override
  public CommandResult run(Command command) throws IOException {
    List<String> line = command.arguments();
    if (!SCHTASKS.matcher(line.get(0)).matches()) {
      return netsh.run(command);
    }
    List<String> words = new ArrayList<>(line.subList(1, line.size()));
    if (command.file().isEmpty()) {
      return result(schtasks.run(words));
    }
    Path file = Files.createTempFile("task", ".xml");
    try {
      Files.writeString(file, command.file().get());
      words.add(file.toString());
      return result(schtasks.run(words));
    } finally {
      Files.delete(file);
    }
  }

  private CommandResult result(int exit) {
    return new CommandResult(exit, new byte[0], "", false, settings.codePage());
  }

  private void begin(Map<String, String> task) {
    Matcher arguments = ARGUMENTS.matcher(String.valueOf(task.get("Task/Actions/Exec/Arguments")));
    if (!arguments.matches()
        || !"C:\\Windows\\System32\\cmd.exe".equals(task.get("Task/Actions/Exec/Command"))) {
      throw new AssertionError("not what is to be run: " + task);
    }
    String folder = String.valueOf(task.get("Task/Actions/Exec/WorkingDirectory"));
    Path script = Path.of(folder, arguments.group(1));
    waiting.add(script);
    try {
      Files.createFile(script.resolveSibling(word("type nul >(\\S+)", script)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String word(String pattern, Path script) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(script));
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in " + Files.readString(script));
    }
    return matcher.group(1);
  }

  /** The machine starts anew: its tasks begin again. */
  public void reboot() {
    schtasks.running().addAll(schtasks.names());
  }

  /** All tasks that run have waited for as long as they were told. */
  public void timeIsUp() throws IOException {
    for (Path script : waiting) {
      String task = Files.exists(script) ? word("/delete /tn \"(.*)\" /f", script) : "";
      if (schtasks.running().remove(task)) {
        Path from = script.resolveSibling(word("\\bren (\\S+) \\S+", script));
        if (Files.exists(from)) {
          Files.move(from, script.resolveSibling(word("\\bren \\S+ (\\S+)", script)));
          back(script.resolveSibling(word("call \\.\\\\(\\S+)", script)));
        }
        schtasks.run(List.of("/delete", "/tn", task, "/f"));
      }
    }
  }

  private void back(Path script) throws IOException {
    String text = Files.readString(script, StandardCharsets.UTF_8);
    int exit = new BackFile(text, store, settings).run();
    if (exit != 0) {
      throw new AssertionError(exit + " of " + text);
    }
  }
}
