package dev.durward.rulefile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.durward.rulefile.BadRuleFiles.BadRuleFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON Schema agrees with the parser, as far as a schema can know. */
class SchemaTest {
  private static final Path SCHEMA = Path.of("config/durward.schema.json");
  private static final Schema RULE_FILE = load();

  private static Schema load() {
    try {
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
          .getSchema(Files.readString(SCHEMA));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static Stream<BadRuleFile> bad() {
    return BadRuleFiles.all();
  }

  static Stream<Path> good() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String folder : List.of("src/test/resources/rulefile/good", "config")) {
      try (Stream<Path> found = Files.list(Path.of(folder))) {
        found.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(files::add);
      }
    }
    return files.stream();
  }

  /** What the schema says; nothing if the bytes can't be read as YAML at all. */
  private static Optional<Boolean> accepts(byte[] bytes) {
    try {
      JsonNode tree = new YAMLMapper().readTree(bytes);
      return Optional.of(RULE_FILE.validate(tree).isEmpty());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @ParameterizedTest
  @MethodSource("good")
  void acceptsWhatTheParserAccepts(Path file) throws IOException {
    assertInstanceOf(RuleFile.Usable.class, RuleFileParser.read(file));
    assertEquals(
        List.of(), RULE_FILE.validate(new YAMLMapper().readTree(Files.readAllBytes(file))));
  }

  /** A case is marked exactly if the schema does not refuse it. */
  @ParameterizedTest
  @MethodSource("bad")
  void refusesWhatTheParserRefuses(BadRuleFile bad) {
    boolean refused = accepts(bad.bytes()).map(accepted -> !accepted).orElse(false);
    assertEquals(bad.beyondSchema().isEmpty(), refused, bad::toString);
  }

  @Test
  void namesTheSameServices() throws IOException {
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(SCHEMA.toFile())
        .at("/$defs/port/anyOf/2/enum")
        .forEach(name -> names.add(name.asText()));
    assertEquals(List.copyOf(Services.names()), names);
  }
}
