package dev.durward.rulefile;

import dev.durward.diagnostic.Place;
import dev.durward.diagnostic.SourceMap;
import java.util.HashMap;
import java.util.Map;

/** Where the parts of the rules stand, worked out when it is asked for. */
final class RulePlaces implements SourceMap {
  private final Source source;
  private final Map<String, Fields> rules = new HashMap<>();

  RulePlaces(Source source) {
    this.source = source;
  }

  void add(String rule, Fields fields) {
    rules.put(rule, fields);
  }

  /** The beginning of the file for a rule that is not in it. */
  @Override
  public Place of(String rule, String key) {
    Fields fields = rules.get(rule);
    if (fields == null) {
      return source.place(0);
    }
    return source.place(fields.find(key).map(Node::at).orElse(fields.at()));
  }
}
