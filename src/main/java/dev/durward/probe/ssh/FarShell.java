package dev.durward.probe.ssh;

import dev.durward.exec.RunningProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A POSIX shell on the far side, which reads commands and answers in lines. It ends when its
 * standard input does, and so does the ssh that it runs over: both go with this process, however
 * that ends.
 */
final class FarShell {
  /** Directories where tools stand that are not on everybody's PATH. */
  private static final String GREETING =
      "PATH=$PATH:/usr/sbin:/sbin LC_ALL=C; export PATH LC_ALL; echo durward-far-side";

  private final OutputStream input;
  private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();
  private int asked;

  FarShell(RunningProcess process) {
    this.input = process.input();
    Thread reader = new Thread(() -> read(process), "durward-far-shell");
    reader.setDaemon(true);
    reader.start();
  }

  private void read(RunningProcess process) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(process.output(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(Optional.of(line));
      }
    } catch (IOException e) {
      // the process has ended
    }
    lines.add(Optional.empty());
  }

  /**
   * Waits for the first sign of life. What a start-up file of the account prints is passed over.
   *
   * @throws IOException if there is none in time, or the shell has ended
   */
  void greet(Duration timeout) throws IOException, InterruptedException {
    send(GREETING + "\n");
    while (!next(timeout).equals("durward-far-side")) {
      // somebody else's words
    }
  }

  /**
   * Runs a command line.
   *
   * @return the lines that it printed
   * @throws IOException if no whole answer came in time, or the shell has ended
   */
  List<String> ask(String command, Duration timeout) throws IOException, InterruptedException {
    String end = "durward-end-" + ++asked;
    send(command + "\necho " + end + "\n");
    List<String> answer = new ArrayList<>();
    for (String line = next(timeout); !line.equals(end); line = next(timeout)) {
      answer.add(line);
    }
    return answer;
  }

  /**
   * Waits until the far side has answered all that was sent before: its sshd takes what comes over
   * one connection in order.
   */
  void touch(Duration timeout) throws IOException, InterruptedException {
    ask(":", timeout);
  }

  private void send(String text) throws IOException {
    input.write(text.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  private String next(Duration timeout) throws IOException, InterruptedException {
    Optional<String> line = lines.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IOException("no answer within " + timeout.toSeconds() + " s");
    }
    if (line.isEmpty()) {
      lines.add(line); // whoever asks next is to be told as well
      throw new IOException("the connection has ended");
    }
    return line.get();
  }
}
