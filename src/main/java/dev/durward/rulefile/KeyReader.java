package dev.durward.rulefile;

import dev.durward.rulefile.Node.Entry;
import dev.durward.rulefile.Node.Mapping;
import dev.durward.rulefile.Node.Refused;
import dev.durward.rulefile.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads blocks of keys: known ones, each once, each with a value. */
final class KeyReader {
  private final Source source;
  private final Findings findings;

  KeyReader(Source source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  /**
   * The values of a block, and of the blocks in it, by their keys ({@code linux.limit}); a block
   * stands there itself as well, and a value that is missing as one refused. Empty if the node is
   * no block, which is reported.
   */
  Optional<Map<String, Node>> read(Node node, KeyTable table) {
    return block(node, table.where()).map(mapping -> flatten(mapping, table));
  }

  /** The entries of a block with keys that the user chose, each once, each with a value. */
  Optional<List<Entry>> readAny(Node node, String where) {
    return block(node, where).map(this::distinct);
  }

  private Map<String, Node> flatten(Mapping mapping, KeyTable table) {
    Map<String, Node> values = new LinkedHashMap<>();
    collect(mapping, table, "", values);
    return values;
  }

  private Optional<Mapping> block(Node node, String where) {
    if (node instanceof Mapping mapping) {
      return Optional.of(mapping);
    }
    if (!(node instanceof Refused)) {
      findings.error(
          node.at(),
          node.kind() + " stands where " + where + " is a block of keys",
          "write `key: value`, one a line");
    }
    return Optional.empty();
  }

  private void collect(Mapping mapping, KeyTable table, String prefix, Map<String, Node> values) {
    for (Entry entry : distinct(mapping)) {
      Scalar key = entry.key();
      String path = prefix.concat(key.text());
      Optional<KeyTable> inner = table.block(key.text());
      if (!table.has(key.text())) {
        if (!findings.isEnough()) {
          unknown(key, table);
        }
      } else if (inner.isEmpty()) {
        values.put(path, entry.value());
      } else {
        Optional<Mapping> block = block(entry.value(), inner.get().where());
        if (block.isPresent()) {
          values.put(path, block.get());
          collect(block.get(), inner.get(), path.concat("."), values);
        }
      }
    }
  }

  // A list, not a map by the key: the hash of a record is dear at start-up.
  private List<Entry> distinct(Mapping mapping) {
    List<Entry> values = new ArrayList<>();
    Map<String, Scalar> seen = new HashMap<>();
    for (Entry entry : mapping.entries()) {
      if (findings.isEnough()) {
        break;
      }
      Scalar key = entry.key();
      Scalar first = seen.putIfAbsent(key.text(), key);
      if (first != null) {
        findings.error(
            key.at(),
            Spelling.quote(key.text()) + " stands here twice, first in line " + line(first),
            "delete one of them");
      } else if (key.isNull() || key.text().isEmpty()) {
        findings.error(key.at(), "a key is missing", "write one word before the colon");
      } else if (key.plain() && key.text().equals("<<")) {
        findings.error(key.at(), "a YAML merge key stands here", "use `defaults` instead");
      } else if (entry.value() instanceof Scalar value && value.isNull()) {
        findings.error(
            key.at(), Spelling.quote(key.text()) + " has no value", "write one, or delete the key");
        values.add(new Entry(key, new Refused(key.at())));
      } else {
        values.add(entry);
      }
    }
    return values;
  }

  private int line(Scalar key) {
    return source.line(key.at());
  }

  private void unknown(Scalar key, KeyTable table) {
    String name = key.text();
    String proposal =
        foreign(name, table)
            .orElseGet(
                () ->
                    Spelling.propose(name, table.keys(), "use " + String.join(", ", table.keys())));
    findings.error(key.at(), table.where() + " has no key " + Spelling.quote(name), proposal);
  }

  /** Where a key belongs that is right elsewhere, or what it is called here. */
  private static Optional<String> foreign(String name, KeyTable table) {
    if (table.where().equals("`defaults`") && name.equals(KeyTable.NAME)) {
      return Optional.of("give each rule a name of its own");
    }
    if (KeyTable.WHOLE.contains(name)) {
      return Optional.of("write it under `defaults`");
    }
    for (String block : new String[] {"windows", "linux", "verify"}) {
      KeyTable inner = KeyTable.RULE.block(block).orElse(KeyTable.RULE);
      if (table.has(block) && inner.has(name)) {
        return Optional.of("write it under `" + block + ":`");
      }
      if (table.where().equals("`" + block + "`") && KeyTable.RULE.has(name)) {
        return Optional.of("write it in the rule itself");
      }
    }
    return Optional.ofNullable(
            switch (name) {
              case "port", "dport", "destination-port", "destination-ports", "localport" -> "ports";
              case "source", "src", "from", "remote-ip", "remoteip", "remote-address" -> "remote";
              case "source-ports", "sport", "remoteport" -> "remote-ports";
              case "proto" -> "protocol";
              case "dir" -> "direction";
              default -> null;
            })
        .filter(table::has)
        .map(Spelling::question);
  }
}
