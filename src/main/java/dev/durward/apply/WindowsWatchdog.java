package dev.durward.apply;

import dev.durward.exec.Command;
import dev.durward.exec.CommandResult;
import dev.durward.exec.CommandRunner;
import dev.durward.journal.Confirmation;
import dev.durward.journal.WatchShell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A scheduled task of the account SYSTEM, started at once, so that neither the end of this process
 * nor that of its session ends it; once more at the next boot, since rules of Windows outlast one.
 * schtasks.exe says nothing that is read: what counts is the sign that the task gives.
 *
 * @param root the folder of Windows
 * @param patience how long it may take the task to begin
 */
record WindowsWatchdog(CommandRunner runner, String root, Duration patience) implements Watchdog {
  static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int GLANCE_MILLIS = 20;

  /**
   * A definition of [MS-TSCH] 2.5. It has no encoding declaration and is ASCII, so that schtasks
   * reads it in whatever encoding; SYSTEM by its number, since its name is localized. Left out,
   * both settings about batteries are true.
   */
  private static final String DEFINITION =
      """
      <Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
        <RegistrationInfo>
          <Description>Takes back apply %1$d of Durward, unless somebody confirms it.</Description>
        </RegistrationInfo>
        <Triggers>
          <BootTrigger>
            <Enabled>true</Enabled>
          </BootTrigger>
        </Triggers>
        <Principals>
          <Principal id="System">
            <UserId>S-1-5-18</UserId>
            <RunLevel>HighestAvailable</RunLevel>
          </Principal>
        </Principals>
        <Settings>
          <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
          <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
          <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
          <AllowStartOnDemand>true</AllowStartOnDemand>
          <Enabled>true</Enabled>
          <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
        </Settings>
        <Actions Context="System">
          <Exec>
            <Command>%2$s</Command>
            <Arguments>/d /e:on /v:off /c .\\%3$s %4$d</Arguments>
            <WorkingDirectory>%5$s</WorkingDirectory>
          </Exec>
        </Actions>
      </Task>
      """;

  @Override
  public WatchShell shell() {
    return WatchShell.CMD;
  }

  @Override
  public void start(Confirmation confirmation, int seconds)
      throws IOException, InterruptedException {
    boolean started = false;
    try {
      run(
          schtasks("/create", "/tn", confirmation.task(), "/f", "/xml")
              .withFile(definition(confirmation, seconds)));
      run(schtasks("/run", "/tn", confirmation.task()));
      await(confirmation);
      started = true;
    } finally {
      if (!started) {
        end(confirmation);
      }
    }
  }

  private void run(Command command) throws IOException, InterruptedException {
    CommandResult result = runner.run(command);
    if (!result.succeeded()) {
      throw new IOException(
          "no scheduled task could be started: " + command.line() + ": " + result.complaint());
    }
  }

  private void await(Confirmation confirmation) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!Files.exists(confirmation.sign())) {
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw new IOException(
            "the scheduled task \""
                + confirmation.task()
                + "\" did not begin within "
                + patience.toSeconds()
                + " s; it runs as SYSTEM, which must be able to read and write "
                + confirmation.journal().folder());
      }
      Thread.sleep(GLANCE_MILLIS);
    }
  }

  @Override
  public void end(Confirmation confirmation) {
    try {
      runner.run(schtasks("/end", "/tn", confirmation.task()));
      runner.run(schtasks("/delete", "/tn", confirmation.task(), "/f"));
    } catch (IOException e) {
      // It finds that somebody else has decided, and ends by itself.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Command schtasks(String... words) {
    String[] line = new String[words.length + 1];
    line[0] = root + "\\System32\\schtasks.exe";
    System.arraycopy(words, 0, line, 1, words.length);
    return Command.of(line);
  }

  private String definition(Confirmation confirmation, int seconds) {
    Path folder = confirmation.journal().folder().toAbsolutePath();
    return DEFINITION.formatted(
        confirmation.id(),
        xml(root + "\\System32\\cmd.exe"),
        confirmation.watch(shell()).getFileName(),
        seconds,
        xml(folder.toString()));
  }

  private static String xml(String text) {
    StringBuilder xml = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (c < ' ' || c > '~' || "&<>".indexOf(c) >= 0) {
                xml.append("&#").append(c).append(';');
              } else {
                xml.appendCodePoint(c);
              }
            });
    return xml.toString();
  }
}
