package dev.durward.cli;

import dev.durward.exec.ProcessRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A process that applies files in turn on the host of its network namespace, each time again when
 * another Durward is at work, and says how often it ended with which code: {@code TIMES VARIANT
 * RUNTIME FILE...}.
 */
public final class RepeatedApply {
  private RepeatedApply() {}

  public static void main(String[] arguments) {
    int times = Integer.parseInt(arguments[0]);
    List<String> files = List.of(arguments).subList(3, arguments.length);
    Map<Integer, Integer> codes = new TreeMap<>();
    for (int i = 0; i < times; ) {
      Run run =
          new Run.Setting()
              .runner(new ProcessRunner())
              .variant("-" + arguments[1])
              .runtime(Path.of(arguments[2]))
              .run("apply", files.get(i % files.size()), "--yes");
      if (!run.err().contains("another Durward is at work")) {
        codes.merge(run.code(), 1, Integer::sum);
        if (run.code() != 0 && run.code() != 6) {
          System.out.println(run);
        }
        i++;
      }
    }
    System.out.println(codes);
  }
}
