package dev.durward.windows;

import dev.durward.apply.ApplyLock;
import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.ProcessRunner;
import dev.durward.platform.FirewallException;
import dev.durward.platform.host.ConsoleCodePage;
import dev.durward.platform.host.WindowsRegistry;
import dev.durward.platform.host.WindowsToken;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Asks the product's own classes on the Windows JVM, and prints what they say as UTF-8. */
final class WineProbe {
  private static final PrintStream OUT =
      new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

  private WineProbe() {}

  public static void main(String[] words)
      throws FirewallException, IOException, InterruptedException {
    switch (words[0]) {
      case "host" -> host();
      case "values" -> values(words[1]);
      case "rules" -> rules();
      case "lock" -> lock(Path.of(words[1]));
      case "netsh" -> netsh();
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private static void host() throws FirewallException {
    OUT.println("console " + ConsoleCodePage.current().name());
    OUT.println("arguments " + Charset.forName(System.getProperty("sun.jnu.encoding")).name());
    OUT.println("elevated " + WindowsToken.isElevated());
    OUT.println("lock " + ApplyLock.folder(System.getenv()));
  }

  private static void values(String key) throws FirewallException {
    WindowsRegistry.values(key)
        .forEach(
            (name, value) ->
                OUT.println(name + " = " + value.getClass().getSimpleName() + " " + value));
  }

  private static void rules() throws FirewallException {
    WineRules rules = new WineRules();
    rules.put("{1}", "v2.30|Name=Öffnung 防火墙|");
    rules.put("{2}", "v2.30|Name=second|");
    rules.remove("{2}");
    OUT.println(rules.values().equals(WindowsRegistry.values(WineRules.KEY)));
    OUT.println(rules.values());
  }

  /** Has another process try for the lock while this one holds it, and after. */
  private static void lock(Path folder)
      throws FirewallException, IOException, InterruptedException {
    try (ApplyLock lock = ApplyLock.take(folder)) {
      OUT.println("own " + (lock != null));
      OUT.println(otherOn(folder));
    }
    OUT.println(otherOn(folder));
  }

  private static String otherOn(Path folder) throws IOException, InterruptedException {
    Command other =
        Command.of(
            Path.of(System.getProperty("java.home"), "bin", "java.exe").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "dev.durward.apply.LockHolder",
            folder.toString());
    return new ProcessRunner().run(other).text().strip();
  }

  private static void netsh() throws IOException, InterruptedException {
    List<String> arguments =
        List.of("advfirewall", "name=Ünï 防火墙 дверь", "a&b|c%PATH%^", "tail\\", "x y\\");
    String[] command = new String[arguments.size() + 1];
    command[0] = System.getenv("SystemRoot") + "\\System32\\netsh.exe";
    for (int i = 0; i < arguments.size(); i++) {
      command[i + 1] = arguments.get(i);
    }
    CommandResult result = new ProcessRunner().run(Command.of(command));
    OUT.println("exit " + result.exit());
    OUT.println(new String(result.output(), ConsoleCodePage.current()).strip());
    OUT.println(result.error());
  }
}
