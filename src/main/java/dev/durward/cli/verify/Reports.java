package dev.durward.cli.verify;

import com.beust.jcommander.Parameter;
import dev.durward.cli.terminal.Arguments.UsageException;
import dev.durward.cli.terminal.Messages;
import dev.durward.probe.verification.VerificationReport;
import dev.durward.report.JunitReport;
import dev.durward.report.Occasion;
import dev.durward.report.PrometheusMetrics;
import dev.durward.report.ReportFile;
import dev.durward.report.VerificationPage;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The files that a verification is written to, beside standard output.
 *
 * @param junit for build servers
 * @param prometheus for the textfile collector of node_exporter
 * @param page for people
 */
public record Reports(
    Optional<ReportFile> junit, Optional<ReportFile> prometheus, Optional<ReportFile> page) {
  /** The options that name them. */
  public static final class Options {
    @Parameter(names = "--junit")
    private @Nullable String junit;

    @Parameter(names = "--prometheus")
    private @Nullable String prometheus;

    @Parameter(names = "--report")
    private @Nullable String page;

    /** The files that are named; no file need be. */
    public Reports reports() throws UsageException {
      return new Reports(file(junit), file(prometheus), file(page));
    }

    private static Optional<ReportFile> file(@Nullable String name) throws UsageException {
      try {
        return Optional.ofNullable(name).map(Path::of).map(ReportFile::new);
      } catch (InvalidPathException e) {
        throw new UsageException("no file can be named " + name);
      }
    }
  }

  /** Makes and writes a report. */
  @FunctionalInterface
  private interface Writer {
    void write(ReportFile file) throws IOException;
  }

  /**
   * Writes them all, and says of each that it could not.
   *
   * @return whether all are written
   */
  boolean write(VerificationReport report, Occasion occasion, Messages messages) {
    return write(report, report, occasion, messages);
  }

  /**
   * The same after a change that may have been taken back.
   *
   * @param report what was seen of it
   * @param state what was seen of the host as it is now: metrics are about that
   */
  public boolean write(
      VerificationReport report, VerificationReport state, Occasion occasion, Messages messages) {
    JunitReport suites = new JunitReport(report, occasion);
    PrometheusMetrics metrics = new PrometheusMetrics(state, occasion);
    VerificationPage html = new VerificationPage(report, occasion);
    // One that fails keeps none of the others from being written.
    boolean first = write(junit, messages, file -> file.write(suites.xml()));
    boolean second = write(prometheus, messages, file -> file.write(metrics.text(file.former())));
    boolean third = write(page, messages, file -> file.write(html.html()));
    return first && second && third;
  }

  private static boolean write(Optional<ReportFile> file, Messages messages, Writer writer) {
    if (file.isEmpty()) {
      return true;
    }
    try {
      writer.write(file.get());
      return true;
    } catch (IOException e) {
      messages.error(file.get().path() + " could not be written: " + reason(e));
      return false;
    }
  }

  /** The JDK says some of it by the class alone. */
  private static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof FileSystemException file && file.getReason() != null
        ? file.getReason()
        : e.toString();
  }
}
