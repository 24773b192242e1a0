package dev.durward.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page as a browser shows it; the pictures stay in {@code target/pages} to be looked at. */
class BrowserTest {
  private static final String PAGE =
      new VerificationPage(Verifications.large(), Verifications.OCCASION).html();

  private static final Path PICTURES = Path.of("target", "pages").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 60;

  /** A browser that crashes (139 is a shell's word for SIGSEGV) says nothing of the page. */
  private static final int CRASHED = 128;

  private static final int ATTEMPTS = 3;

  @TempDir private Path folder;

  private static Optional<Path> browser() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .flatMap(
            place ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Returns what it printed. */
  private String browse(String page, String... options) throws IOException, InterruptedException {
    Optional<Path> browser = browser();
    assumeTrue(browser.isPresent(), "no chromium, chromium-browser or google-chrome: not shown");
    Path file = Files.writeString(folder.resolve("page.html"), page);
    Path printed = folder.resolve("printed");
    List<String> command = new ArrayList<>();
    command.add(browser.get().toString());
    // Without its sandbox, since tests may run as root; the page is our own.
    command.addAll(List.of("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"));
    // And without its own talk with the world.
    command.addAll(
        List.of(
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync"));
    command.addAll(List.of(options));
    int exit = CRASHED;
    for (int attempt = 0; attempt < ATTEMPTS && exit >= CRASHED; attempt++) {
      List<String> words = new ArrayList<>(command);
      words.add("--user-data-dir=" + folder.resolve("profile" + attempt));
      words.add(file.toUri().toString());
      exit = run(words, printed);
    }
    assertEquals(0, exit);
    return Files.readString(printed, StandardCharsets.UTF_8);
  }

  private static int run(List<String> command, Path printed)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the browser hangs");
    } finally {
      process.destroyForcibly();
    }
    return process.exitValue();
  }

  /** Windows narrower than 500 pixels there are not, but frames. */
  private static String framed(int width) {
    return "<!DOCTYPE html><body style='margin:0'><iframe style='border:0;height:2600px;width:"
        + width
        + "px' srcdoc=\""
        + Markup.escape(PAGE)
        + "\" onload='document.body.dataset.width=this.contentDocument.documentElement.scrollWidth'>"
        + "</iframe>";
  }

  @ParameterizedTest
  @CsvSource({"light, 1200", "dark, 1200", "light, 400", "dark, 400"})
  void showsThePage(String scheme, int width) throws IOException, InterruptedException {
    Files.createDirectories(PICTURES);
    Path picture = PICTURES.resolve(scheme + "-" + width + ".png");
    browse(
        framed(width),
        "--blink-settings=preferredColorScheme=" + (scheme.equals("dark") ? 0 : 1),
        "--window-size=" + Math.max(width, 500) + "," + (width == 400 ? 2600 : 1500),
        "--screenshot=" + picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    int corner = image.getRGB(2, 2) & 0xff;
    assertEquals(scheme.equals("dark"), corner < 0x80, "the ground is " + corner);
    assertTrue(Arrays.stream(row(image)).distinct().count() > 2, "there is nothing on it");
  }

  private static int[] row(BufferedImage image) {
    int[] pixels = new int[image.getHeight()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = image.getRGB(200, i);
    }
    return pixels;
  }

  @Test
  void fitsAPhone() throws IOException, InterruptedException {
    for (int width : new int[] {320, 400, 768}) {
      String printed = browse(framed(width), "--dump-dom");
      assertTrue(printed.contains("data-width=\"" + width + "\""), "wider than " + width);
    }
  }

  @Test
  void prints() throws IOException, InterruptedException {
    Path pdf = folder.resolve("page.pdf");
    browse(PAGE, "--print-to-pdf=" + pdf);
    assertTrue(Files.size(pdf) > 1000);
    Files.createDirectories(PICTURES);
    Files.copy(
        pdf, PICTURES.resolve("page.pdf"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
