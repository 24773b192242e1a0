package dev.durward.rulefile;

import dev.durward.model.Expectation;
import dev.durward.model.Expectation.Http;
import dev.durward.model.Expectation.Tls;
import dev.durward.model.Expectation.TlsVersion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the {@code verify:} block. */
final class ExpectationReader {
  /** What {@code tls: {}} says. */
  static final Tls BARE_TLS =
      new Tls(
          Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), false, false);

  private static final int MOST_DAYS = 36_500;
  private static final int LONGEST_HOST = 253;
  private static final int LONGEST_PATH = 1000;

  private final Values values;
  private final TextReader texts;
  private final String file;

  /**
   * @param file the rule file's name: what it names itself is looked for beside it
   */
  ExpectationReader(Values values, TextReader texts, String file) {
    this.file = file;
    this.values = values;
    this.texts = texts;
  }

  Optional<Expectation> read(Fields fields) {
    if (!fields.has("verify")) {
      return Optional.of(Expectation.NONE);
    }
    Optional<Tls> tls = tls(fields);
    Optional<Http> http = http(fields);
    if (tls.isEmpty() || http.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Expectation(
            tls.filter(found -> fields.has("verify.tls")),
            http.filter(found -> fields.has("verify.http"))));
  }

  private Optional<Tls> tls(Fields fields) {
    Optional<Optional<String>> host = fields.readAny("verify.tls.host", this::host);
    Optional<Optional<Path>> ca = fields.readAny("verify.tls.ca", this::beside);
    Optional<Optional<TlsVersion>> version =
        fields.readAny("verify.tls.min-version", node -> values.word(node, Words.TLS_VERSIONS));
    Optional<Optional<Integer>> days =
        fields.readAny("verify.tls.min-days-left", node -> values.number(node, 0, MOST_DAYS));
    Optional<Boolean> legacy = fields.read("verify.tls.refuse-legacy", false, values::flag);
    Optional<Boolean> only = fields.read("verify.tls.tls-only", false, values::flag);
    if (host.isEmpty()
        || ca.isEmpty()
        || version.isEmpty()
        || days.isEmpty()
        || legacy.isEmpty()
        || only.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Tls(
            host.get(), ca.get(), version.get(), optional(days.get()), legacy.get(), only.get()));
  }

  private Optional<Http> http(Fields fields) {
    Optional<String> path = fields.read("verify.http.path", "/", this::path);
    Optional<Optional<Integer>> status =
        fields.readAny("verify.http.status", node -> values.number(node, 100, 599));
    Optional<Boolean> redirect = fields.read("verify.http.https-redirect", false, values::flag);
    if (path.isEmpty() || status.isEmpty() || redirect.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Http(path.get(), optional(status.get()), redirect.get()));
  }

  private Optional<String> host(Node node) {
    return texts
        .form(
            node,
            "a host's name",
            LONGEST_HOST,
            c -> TextReader.isWordCharacter(c) || c == '.' || c == '-',
            "letters, digits, `.` and `-`")
        .filter(
            host ->
                !(host.startsWith(".")
                        || host.startsWith("-")
                        || host.contains("..")
                        || host.endsWith("-"))
                    || texts.refuse(
                        node,
                        Spelling.quote(host) + " is not a host's name",
                        "write it as in www.example.com"));
  }

  /** A file's path, from the folder of the rule file on; whether there is one is not asked. */
  private Optional<Path> beside(Node node) {
    return texts
        .line(node)
        .flatMap(
            text -> {
              try {
                return Optional.of(Path.of(file).resolveSibling(text));
              } catch (InvalidPathException e) {
                texts.refuse(
                    node, "no file can be named " + Spelling.quote(text), "look at the path");
                return Optional.empty();
              }
            });
  }

  private Optional<String> path(Node node) {
    return texts
        .form(node, "a path", LONGEST_PATH, c -> c > ' ' && c < 0x7f, "ASCII characters, no blanks")
        .filter(
            path ->
                path.startsWith("/")
                    || texts.refuse(
                        node,
                        Spelling.quote(path) + " is not a path",
                        path.contains("://")
                            ? "write the path alone, as in /health"
                            : Spelling.question("/" + path)));
  }

  private static OptionalInt optional(Optional<Integer> value) {
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }
}
