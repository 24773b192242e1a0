package dev.durward.cli;

import dev.durward.apply.Mishap;
import dev.durward.apply.Mishap.Kind;
import dev.durward.exec.ProcessRunner;
import dev.durward.journal.LocalDisk;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A process that runs one command line on the host of its network namespace, and is killed on the
 * way: {@code KIND AT VARIANT RUNTIME WORD...}.
 */
public final class MortalApply {
  private MortalApply() {}

  public static void main(String[] arguments) {
    Mishap mishap =
        new Mishap(
            Kind.valueOf(arguments[0]), Integer.parseInt(arguments[1]), MortalApply::killItself);
    Run run =
        new Run.Setting()
            .runner(mishap.over(new ProcessRunner()))
            .disk(mishap.over(new LocalDisk()))
            .variant("-" + arguments[2])
            .runtime(Path.of(arguments[3]))
            .run(Arrays.copyOfRange(arguments, 4, arguments.length));
    System.out.print(run.out() + run.err());
    System.exit(run.code());
  }

  /** By SIGKILL, from which there is no return. */
  private static void killItself() {
    try {
      String pid = Long.toString(ProcessHandle.current().pid());
      new ProcessBuilder("/bin/kill", "-KILL", pid).start();
      while (true) {
        Thread.sleep(1_000);
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
