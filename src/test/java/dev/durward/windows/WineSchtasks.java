package dev.durward.windows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What answers for the stand-in {@code schtasks.exe} under Wine: the model, on the Windows JVM, but
 * tasks are processes. Its only argument is the folder that keeps their definitions and, in {@code
 * NAME.pid}, the number of the process that runs.
 */
final class WineSchtasks {
  private final Path folder;
  private final List<String> words;

  private WineSchtasks(Path folder, List<String> words) {
    this.folder = folder;
    this.words = words;
  }

  public static void main(String[] arguments) throws IOException {
    System.exit(new WineSchtasks(Path.of(arguments[0]), WineNetsh.arguments()).run());
  }

  private Path process() {
    return folder.resolve(words.get(2) + ".pid");
  }

  private int run() throws IOException {
    SchtasksModel model = new SchtasksModel(this::start);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(file -> file.toString().endsWith(".xml")).toList()) {
        String name = String.valueOf(file.getFileName()).replace(".xml", "");
        model.run(List.of("/create", "/tn", name, "/f", "/xml", file.toString()));
      }
    }
    int exit = model.run(words);
    if (exit == 0) {
      Path definition = folder.resolve(words.get(2) + ".xml");
      switch (words.get(0)) {
        case "/create" -> Files.copy(Path.of(words.get(5)), definition);
        case "/delete" -> Files.delete(definition);
        case "/end" -> end();
        default -> {}
      }
    }
    return exit;
  }

  private void start(Map<String, String> task) {
    List<String> line = new ArrayList<>();
    line.add(String.valueOf(task.get("Task/Actions/Exec/Command")));
    line.addAll(List.of(String.valueOf(task.get("Task/Actions/Exec/Arguments")).split(" ")));
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(
                  Path.of(String.valueOf(task.get("Task/Actions/Exec/WorkingDirectory"))).toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      Files.writeString(process(), Long.toString(process.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of the task, and of what it has begun. */
  private void end() throws IOException {
    if (Files.exists(process())) {
      ProcessHandle.of(Long.parseLong(Files.readString(process())))
          .ifPresent(
              task -> {
                List<ProcessHandle> begun = task.descendants().toList();
                task.destroyForcibly();
                begun.forEach(ProcessHandle::destroyForcibly);
              });
      Files.delete(process());
    }
  }
}
