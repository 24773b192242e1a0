package dev.durward.windows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * {@code schtasks.exe} as far as Durward uses it and Microsoft documents it: tasks are created from
 * a definition, run, ended and deleted. What it is known to refuse ends with 1; everything else is
 * an error.
 */
final class SchtasksModel {
  /** Elements of [MS-TSCH] 2.5 that a definition may have here, by the path to each. */
  private static final Set<String> KNOWN =
      Set.of(
          "Task/RegistrationInfo/Description",
          "Task/Triggers/BootTrigger/Enabled",
          "Task/Principals/Principal/UserId",
          "Task/Principals/Principal/RunLevel",
          "Task/Settings/MultipleInstancesPolicy",
          "Task/Settings/DisallowStartIfOnBatteries",
          "Task/Settings/StopIfGoingOnBatteries",
          "Task/Settings/AllowStartOnDemand",
          "Task/Settings/Enabled",
          "Task/Settings/ExecutionTimeLimit",
          "Task/Actions/Exec/Command",
          "Task/Actions/Exec/Arguments",
          "Task/Actions/Exec/WorkingDirectory");

  private final Map<String, Map<String, String>> tasks = new HashMap<>();
  private final Set<String> running = new TreeSet<>();
  private final Consumer<Map<String, String>> start;

  /**
   * @param start begins to run a task
   */
  SchtasksModel(Consumer<Map<String, String>> start) {
    this.start = start;
  }

  /** The names of the tasks that are there. */
  Set<String> names() {
    return new TreeSet<>(tasks.keySet());
  }

  /** The names of those that run. */
  Set<String> running() {
    return running;
  }

  /** Runs schtasks and gives its exit code. */
  int run(List<String> words) {
    String verb = words.get(0);
    boolean isCreate = verb.equals("/create");
    List<String> form =
        switch (verb) {
          case "/create" -> List.of("/create", "/tn", "", "/f", "/xml", "");
          case "/run", "/end" -> List.of(verb, "/tn", "");
          case "/delete" -> List.of(verb, "/tn", "", "/f");
          default -> throw new AssertionError("no command of schtasks: " + words);
        };
    if (words.size() != form.size()) {
      throw new AssertionError("not known of schtasks: " + words);
    }
    for (int i = 0; i < form.size(); i++) {
      if (!form.get(i).isEmpty() && !form.get(i).equals(words.get(i))) {
        throw new AssertionError("not known of schtasks: " + words);
      }
    }
    String name = words.get(2);
    // A backslash would be a folder of tasks.
    if (!name.matches("[A-Za-z0-9 ]{1,230}")) {
      throw new AssertionError("not known as a name of a task: " + name);
    }
    if (isCreate) {
      tasks.put(name, definition(Path.of(words.get(5))));
      return 0;
    }
    Map<String, String> task = tasks.get(name);
    if (task == null) {
      return 1;
    }
    switch (verb) {
      case "/run" -> {
        running.add(name);
        start.accept(task);
      }
      case "/end" -> running.remove(name);
      // What runs goes on.
      default -> tasks.remove(name);
    }
    return 0;
  }

  /** The elements that have a text, by their paths. */
  static Map<String, String> definition(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      if (!text.chars().allMatch(c -> c < 128) || text.contains("<?xml")) {
        throw new AssertionError("read in which encoding? " + text);
      }
      Document document =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(bytes));
      Map<String, String> found = new HashMap<>();
      collect(document.getDocumentElement(), "", found);
      require(found, "Task/Principals/Principal/UserId", "S-1-5-18");
      require(found, "Task/Settings/DisallowStartIfOnBatteries", "false");
      require(found, "Task/Settings/StopIfGoingOnBatteries", "false");
      require(found, "Task/Settings/ExecutionTimeLimit", "PT0S");
      return found;
    } catch (Exception e) {
      throw new AssertionError("no definition of a task", e);
    }
  }

  private static void require(Map<String, String> found, String path, String value) {
    if (!value.equals(found.get(path))) {
      throw new AssertionError(path + " is not " + value + ": " + found);
    }
  }

  private static void collect(Element element, String above, Map<String, String> found) {
    String path = above + element.getTagName();
    boolean isLeaf = true;
    for (Node each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element child) {
        isLeaf = false;
        collect(child, path + "/", found);
      }
    }
    if (isLeaf && (!KNOWN.contains(path) || found.put(path, element.getTextContent()) != null)) {
      throw new AssertionError(
          String.format(Locale.ROOT, "not known of a definition, or twice: %s", path));
    }
  }
}
