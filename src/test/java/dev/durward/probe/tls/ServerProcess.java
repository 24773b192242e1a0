package dev.durward.probe.tls;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that runs until it is closed. */
public record ServerProcess(Process process, int port) implements AutoCloseable {
  private static final Pattern ACCEPT = Pattern.compile("ACCEPT .*:(\\d+)");

  /** Waits until it says {@code ACCEPT ADDRESS:PORT}, as openssl does where it chose the port. */
  public static ServerProcess start(ProcessBuilder command) throws IOException {
    Process process = command.redirectErrorStream(true).start();
    Matcher accept = await(process, ACCEPT);
    return new ServerProcess(process, Integer.parseInt(accept.group(1)));
  }

  /** Waits until it says a line; the port is known. */
  public static ServerProcess start(ProcessBuilder command, int port, Pattern line)
      throws IOException {
    Process process = command.redirectErrorStream(true).start();
    await(process, line);
    return new ServerProcess(process, port);
  }

  private static Matcher await(Process process, Pattern ready) throws IOException {
    StringBuilder said = new StringBuilder();
    BufferedReader output = process.inputReader();
    String line = output.readLine();
    while (line != null) {
      Matcher matcher = ready.matcher(line);
      if (matcher.matches()) {
        drain(output);
        return matcher;
      }
      said.append(line).append('\n');
      line = output.readLine();
    }
    throw new IOException("the server ended: " + said);
  }

  /** Else it would wait for its output to be read. */
  private static void drain(BufferedReader output) {
    Thread reader =
        new Thread(
            () -> {
              try (output) {
                while (output.readLine() != null) {
                  // nobody wants it
                }
              } catch (IOException e) {
                // it has ended
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
