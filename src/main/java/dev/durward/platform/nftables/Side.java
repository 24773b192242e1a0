package dev.durward.platform.nftables;

import dev.durward.model.Direction;
import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What packets of a family and direction meet in nft's own tables.
 *
 * @param chains all base chains that packets of the family meet
 */
record Side(Family family, Direction direction, List<BaseChain> chains) {
  Side {
    chains = List.copyOf(chains);
  }

  private Hook hook() {
    return direction == Direction.IN ? Hook.INPUT : Hook.OUTPUT;
  }

  /** Durward's own table; an empty one if it isn't there. */
  Table own() {
    return chains.stream()
        .filter(chain -> chain.table().equals(OwnChain.TABLE))
        .map(BaseChain::content)
        .findFirst()
        .orElse(Table.UNTOUCHED);
  }

  /** The base chain of Durward's table here. */
  Optional<BaseChain> base() {
    return chains.stream()
        .filter(chain -> chain.table().equals(OwnChain.TABLE) && chain.hook() == hook())
        .findFirst();
  }

  /** The base chains of others that filter here, in the order in which packets meet them. */
  List<BaseChain> others() {
    return chains.stream()
        .filter(chain -> chain.hook() == hook() && !chain.translates())
        .filter(chain -> !chain.table().equals(OwnChain.TABLE))
        .toList();
  }

  OwnChain chain(boolean blocks) {
    return OwnChain.of(direction, blocks);
  }

  /** What a chain of Durward's holds. */
  List<RuleLine> rules(boolean blocks) {
    return each(own().rules(chain(blocks).name(family)));
  }

  /** Each rule once: one that tells several packets apart is read as several. */
  static List<RuleLine> each(List<RuleLine> rules) {
    Map<Integer, RuleLine> once = new LinkedHashMap<>();
    rules.forEach(rule -> once.putIfAbsent(rule.number(), rule));
    return List.copyOf(once.values());
  }

  /** Whether a rule of Durward's own making is the head of a block chain. */
  static boolean isHead(RuleLine rule) {
    return rule.text().equals(OwnChain.REPLIES_PASS);
  }

  /** Lines in one of Durward's chains that nobody of Durward's put there. */
  static List<RuleLine> foreign(List<RuleLine> rules) {
    return rules.stream().filter(rule -> rule.mark().isEmpty() && !isHead(rule)).toList();
  }

  /** The lines with a mark, as they are compared. */
  static List<String> marked(List<RuleLine> rules) {
    List<String> texts = new ArrayList<>();
    for (RuleLine rule : rules) {
      rule.mark().ifPresent(mark -> texts.add(RuleForm.plain(rule.text())));
    }
    return texts;
  }
}
