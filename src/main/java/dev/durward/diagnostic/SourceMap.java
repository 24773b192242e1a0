package dev.durward.diagnostic;

/** Where the parts of a rule file stand in its text. */
@FunctionalInterface
public interface SourceMap {
  /**
   * The place of a key's value in a rule, as {@code ports} or {@code linux.limit}; of the key in
   * {@code defaults} where the rule takes it from there; of the rule's name where neither has it.
   *
   * @param rule the rule's name; what stands for one, where the whole file is meant
   * @param key the key, with the block's name and a dot before it inside a block
   */
  Place of(String rule, String key);
}
