package dev.durward.platform.iptables.nft;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.durward.model.Family;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code nft -j} lists beside iptables' own tables.
 *
 * <pre>
 * {"nftables": [{"metainfo": {…}},
 *   {"chain": {"family": "inet", "table": "mine", "name": "in", "handle": 1,
 *              "type": "filter", "hook": "input", "prio": 0, "policy": "drop"}}, …]}
 * </pre>
 *
 * (libnftables-json(5))
 */
public final class NativeTables {
  public static final String FIREWALLD = "inet firewalld";

  private NativeTables() {}

  /**
   * A base chain of a table that iptables doesn't keep.
   *
   * @param table family and name
   * @param chain its name
   * @param hook {@code input} or {@code output}
   */
  public record BaseChain(String table, String chain, String hook) {}

  /** The base chains at input and output, of every table but iptables' {@code filter} and so on. */
  public static List<BaseChain> foreignChains(byte[] json) throws IOException {
    List<BaseChain> found = new ArrayList<>();
    for (Map<String, String> chain : objects(json, "chain")) {
      String hook = chain.getOrDefault("hook", "");
      boolean filters = hook.equals("input") || hook.equals("output");
      if (filters && chain.getOrDefault("type", "").equals("filter") && !isIptables(chain)) {
        String table = chain.getOrDefault("family", "") + " " + chain.getOrDefault("table", "");
        found.add(new BaseChain(table, chain.getOrDefault("name", ""), hook));
      }
    }
    return found;
  }

  /** Family and name of each table whose chains packets to or from this host come by. */
  public static Set<String> foreignTables(byte[] json) throws IOException {
    Set<String> tables = new LinkedHashSet<>();
    for (Map<String, String> chain : objects(json, "chain")) {
      String family = chain.getOrDefault("family", "");
      boolean isOurs = family.equals("inet") || family.equals("ip") || family.equals("ip6");
      if (isOurs && chain.containsKey("hook") && !isIptables(chain)) {
        tables.add(family + " " + chain.getOrDefault("table", ""));
      }
    }
    return tables;
  }

  /** The families of which there are tables of iptables-nft. */
  public static Set<Family> ofIptables(byte[] json) throws IOException {
    Set<Family> families = EnumSet.noneOf(Family.class);
    for (Map<String, String> chain : objects(json, "chain")) {
      if (isIptables(chain)) {
        families.add(chain.getOrDefault("family", "").equals("ip") ? Family.IPV4 : Family.IPV6);
      }
    }
    return families;
  }

  private static boolean isIptables(Map<String, String> chain) {
    String family = chain.getOrDefault("family", "");
    return (family.equals("ip") || family.equals("ip6"))
        && switch (chain.getOrDefault("table", "")) {
          case "filter", "mangle", "raw", "nat", "security" -> true;
          default -> false;
        };
  }

  /**
   * Whether rules listed by {@code nft -j list chain} use what iptables can't show and {@code
   * iptables-nft-save} prints as a wider rule, with exit code 0: sets and verdict maps.
   */
  public static boolean usesSets(byte[] json) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        boolean names = token == JsonToken.FIELD_NAME;
        if (names && (parser.currentName().equals("set") || parser.currentName().equals("vmap"))) {
          return true;
        }
      }
      return false;
    }
  }

  /** The plain fields of each object of a kind. */
  private static List<Map<String, String>> objects(byte[] json, String kind) throws IOException {
    List<Map<String, String>> objects = new ArrayList<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals(kind)) {
          parser.nextToken();
          Map<String, String> object = new HashMap<>();
          while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken().isScalarValue()) {
              object.put(name, parser.getValueAsString(""));
            } else {
              parser.skipChildren();
            }
          }
          objects.add(object);
        }
      }
    }
    return objects;
  }
}
