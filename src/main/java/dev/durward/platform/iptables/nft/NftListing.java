package dev.durward.platform.iptables.nft;

import dev.durward.model.Family;
import dev.durward.platform.iptables.evaluation.BaseChain;
import dev.durward.platform.iptables.evaluation.BaseChain.Hook;
import dev.durward.platform.iptables.evaluation.IpSets;
import dev.durward.platform.iptables.save.Chain;
import dev.durward.platform.iptables.save.RuleLine;
import dev.durward.platform.iptables.save.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One table as packets of one family meet it.
 *
 * @param chains those that the kernel leads packets through; of those at one place and priority the
 *     youngest first, as packets meet them (nf_hook_entries_grow)
 * @param sets what the rules ask of them by name
 */
public record NftListing(List<BaseChain> chains, IpSets sets) {
  private static final Pattern RULE = Pattern.compile("\\s*(.*) # handle (\\d+)");

  public NftListing {
    chains = List.copyOf(chains);
  }

  /**
   * Reads a table.
   *
   * @param json what {@code nft -j list table} prints
   * @param text what {@code nft -a list table} prints, from which the rules' own words are taken
   * @param family whose packets are looked at
   * @throws IOException if it is not understood
   */
  public static NftListing read(byte[] json, String text, Family family) throws IOException {
    return new Reader(texts(text), family).read(JsonValue.read(json));
  }

  /** The rules by their handles; long ones stand on several lines. */
  private static Map<Integer, String> texts(String listing) {
    Map<Integer, String> texts = new HashMap<>();
    StringBuilder rule = new StringBuilder();
    boolean within = false;
    for (String line : listing.lines().toList()) {
      if (line.startsWith("\tchain ")) {
        within = true;
      } else if (line.equals("\t}")) {
        within = false;
      } else if (within && !line.startsWith("\t\ttype ")) {
        rule.append(rule.isEmpty() ? "" : " ").append(line.strip());
        Matcher whole = RULE.matcher(rule);
        if (whole.matches() && whole.group(2).length() < 10) {
          texts.put(Integer.parseInt(whole.group(2)), whole.group(1));
          rule.setLength(0);
        }
      }
    }
    return texts;
  }

  private static final class Reader {
    private final Map<Integer, String> texts;
    private final Family family;
    private final Map<String, JsonValue> chains = new LinkedHashMap<>();
    private final Map<String, List<RuleLine>> rules = new HashMap<>();

    Reader(Map<Integer, String> texts, Family family) {
      this.texts = texts;
      this.family = family;
    }

    NftListing read(JsonValue document) throws IOException {
      List<JsonValue> objects = document.member("nftables").map(JsonValue::items).orElse(List.of());
      String table = "";
      for (JsonValue object : objects) {
        Optional<JsonValue> own = object.member("table");
        if (own.isPresent()) {
          table = own.get().text("family") + " " + own.get().text("name");
        }
      }
      if (table.isEmpty()) {
        throw new IOException("nft lists no table");
      }
      NftSets sets = new NftSets(table, family);
      for (JsonValue object : objects) {
        object.member("set").ifPresent(sets::declare);
        object.member("map").ifPresent(sets::declare);
        object.member("chain").ifPresent(chain -> chains.put(chain.text("name"), chain));
      }
      NftMatch matches = new NftMatch(family, sets);
      for (JsonValue object : objects) {
        object.member("rule").ifPresent(rule -> take(rule, matches));
      }
      return new NftListing(bases(table), sets.held());
    }

    private void take(JsonValue rule, NftMatch matches) {
      String digits = rule.text("handle");
      int handle = digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
      NftRule read =
          new NftRule(
              handle, texts.getOrDefault(handle, "rule " + handle), rule.text("comment"), matches);
      rules
          .computeIfAbsent(rule.text("chain"), name -> new ArrayList<>())
          .addAll(read.lines(rule.member("expr").map(JsonValue::items).orElse(List.of())));
    }

    private List<BaseChain> bases(String table) {
      Map<String, Chain> content = new LinkedHashMap<>();
      chains.forEach(
          (name, chain) ->
              content.put(
                  name, new Chain(name, policy(chain), rules.getOrDefault(name, List.of()))));
      List<BaseChain> bases = new ArrayList<>();
      List<JsonValue> youngestFirst = new ArrayList<>(chains.values());
      Collections.reverse(youngestFirst);
      for (JsonValue chain : youngestFirst) {
        Optional<Hook> hook = hook(chain.text("hook"));
        if (hook.isPresent() && chain.text("prio").matches("-?\\d{1,9}")) {
          bases.add(
              new BaseChain(
                  table,
                  new Table(content),
                  chain.text("name"),
                  hook.get(),
                  Integer.parseInt(chain.text("prio")),
                  chain.text("type").equals("nat")));
        }
      }
      return bases;
    }

    private static String policy(JsonValue chain) {
      if (chain.member("hook").isEmpty()) {
        return "-";
      }
      return chain.text("policy").equals("drop") ? "DROP" : "ACCEPT";
    }

    private static Optional<Hook> hook(String name) {
      return switch (name) {
        case "prerouting" -> Optional.of(Hook.PREROUTING);
        case "input" -> Optional.of(Hook.INPUT);
        case "output" -> Optional.of(Hook.OUTPUT);
        case "postrouting" -> Optional.of(Hook.POSTROUTING);
        default -> Optional.empty();
      };
    }
  }
}
