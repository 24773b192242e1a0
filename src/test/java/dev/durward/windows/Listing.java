package dev.durward.windows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code show rule} prints, as far as it is recorded: labels and values follow the language,
 * and what no recording has isn't guessed.
 */
final class Listing {
  private static final List<String> LABELS =
      List.of(
          "Rule Name:",
          "Enabled:",
          "Direction:",
          "Profiles:",
          "Grouping:",
          "LocalIP:",
          "RemoteIP:",
          "Protocol:",
          "LocalPort:",
          "RemotePort:",
          "Edge traversal:",
          "Action:");

  private static final List<String> WORDS =
      List.of("Yes", "No", "In", "Out", "Domain", "Private", "Public", "Any", "Allow", "Block");

  private static final Map<String, String> PROTOCOLS =
      Map.of("6", "TCP", "17", "UDP", "1", "ICMPv4");

  private final Language language;
  private final boolean verbose;
  private final Map<String, String> translations;
  private final StringBuilder text = new StringBuilder();

  Listing(Language language, boolean verbose) {
    if (verbose && language != Language.ENGLISH) {
      throw new UnknownToNetsh("show … verbose in " + language);
    }
    this.language = language;
    this.verbose = verbose;
    this.translations = translations(language);
  }

  String text() {
    return text.toString();
  }

  void add(RegistryRule rule) {
    text.append("\r\n");
    row("Rule Name:", shown(rule.one("Name")));
    text.append("-".repeat(70)).append("\r\n");
    if (verbose && rule.has("Desc")) {
      row("Description:", shown(rule.one("Desc")));
    }
    row("Enabled:", word(rule.one("Active").equals("TRUE") ? "Yes" : "No"));
    row("Direction:", word(rule.one("Dir")));
    row("Profiles:", profiles(rule));
    row("Grouping:", shown(rule.one("EmbedCtxt")));
    row("LocalIP:", addresses(rule, "LA"));
    row("RemoteIP:", addresses(rule, "RA"));
    String protocol = rule.one("Protocol");
    row("Protocol:", protocol.isEmpty() ? word("Any") : known(PROTOCOLS, protocol));
    protocolDetails(rule, protocol);
    row("Edge traversal:", edge(rule));
    if (verbose) {
      ownerDetails(rule);
    }
    row("Action:", word(rule.one("Action")));
  }

  private void protocolDetails(RegistryRule rule, String protocol) {
    if (protocol.equals("1")) {
      String[] type = rule.one("ICMP4").split(":", -1);
      if (type.length != 2) {
        throw new UnknownToNetsh("show rule of every ICMP type");
      }
      row("", "Type    Code");
      row("", String.format("%-8s%s", type[0], type[1].equals("*") ? word("Any") : type[1]));
    } else if (!protocol.isEmpty()) {
      row("LocalPort:", ports(rule, "L"));
      row("RemotePort:", ports(rule, "R"));
    }
  }

  private void ownerDetails(RegistryRule rule) {
    if (rule.has("App")) {
      row("Program:", rule.one("App"));
    }
    if (rule.has("Svc")) {
      row("Service:", rule.one("Svc"));
    }
    if (rule.has("IFType")) {
      throw new UnknownToNetsh("show rule of an interface type");
    }
    row("InterfaceTypes:", "Any");
    row("Security:", "NotRequired");
    row("Rule source:", "Local Setting");
  }

  private String profiles(RegistryRule rule) {
    List<String> all = rule.all("Profile");
    return (all.isEmpty() ? List.of("Domain", "Private", "Public") : all)
        .stream().map(this::word).collect(Collectors.joining(","));
  }

  private String addresses(RegistryRule rule, String side) {
    if (rule.has(side + "4") || rule.has(side + "6")) {
      throw new UnknownToNetsh("show rule of addresses");
    }
    return word("Any");
  }

  private String ports(RegistryRule rule, String side) {
    List<String> ports = new ArrayList<>(rule.all(side + "Port"));
    ports.addAll(rule.all(side + "Port2_10"));
    if (ports.equals(List.of("IPTLSOut", "IPHTTPSOut"))) {
      return "IPHTTPS";
    }
    if (ports.size() > 1 || rule.has(side + "Port2_10")) {
      throw new UnknownToNetsh("show rule of ports " + ports);
    }
    return ports.isEmpty() ? word("Any") : ports.get(0);
  }

  private String edge(RegistryRule rule) {
    boolean defers = rule.has("Edge") && rule.one("Defer").equals("App");
    if ((rule.has("Edge") || rule.has("Defer")) && !(defers && language == Language.ENGLISH)) {
      throw new UnknownToNetsh("show rule of edge traversal");
    }
    return defers ? "Defer to application" : word("No");
  }

  private static String shown(String value) {
    if (value.startsWith("@")) {
      throw new UnknownToNetsh("show rule of the indirect string " + value);
    }
    return value;
  }

  private String word(String english) {
    return known(translations, english);
  }

  private static String known(Map<String, String> words, String key) {
    String word = words.getOrDefault(key, "");
    if (word.isEmpty()) {
      throw new UnknownToNetsh("show rule of " + key);
    }
    return word;
  }

  private void row(String label, String value) {
    String translated = label.isEmpty() ? "" : translations.getOrDefault(label, label);
    text.append(String.format("%-38s%s", translated, value).stripTrailing()).append("\r\n");
  }

  /** English labels and words to those of a language; a word that no recording has is empty. */
  private static Map<String, String> translations(Language language) {
    return switch (language) {
      case ENGLISH -> translations(LABELS, WORDS);
      case GERMAN ->
          translations(
              List.of(
                  "Regelname:",
                  "Aktiviert:",
                  "Richtung:",
                  "Profile:",
                  "Gruppierung:",
                  "Lokales IP:",
                  "Remote-IP:",
                  "Protokoll:",
                  "",
                  "",
                  "Edgeausnahme:",
                  "Aktion:"),
              List.of(
                  "Ja",
                  "Nein",
                  "Eingehend",
                  "Aus",
                  "Domäne",
                  "Privat",
                  "Öffentlich",
                  "Beliebig",
                  "Zulassen",
                  ""));
      case FRENCH ->
          translations(
              List.of(
                  "Nom de la règle :",
                  "Activé :",
                  "Direction :",
                  "Profiles :",
                  "Groupement :",
                  "LocalIP :",
                  "RemoteIP :",
                  "Protocole :",
                  "",
                  "",
                  "Traversée latérale :",
                  "Action :"),
              List.of(
                  "Oui",
                  "Non",
                  "Actif",
                  "",
                  "Domaine",
                  "Privé",
                  "Public",
                  "Tout",
                  "Autoriser",
                  ""));
      case SPANISH ->
          translations(
              List.of(
                  "Nombre de regla:",
                  "Habilitada:",
                  "Dirección:",
                  "Perfiles:",
                  "Agrupamiento:",
                  "LocalIP:",
                  "RemoteIP:",
                  "Protocolo:",
                  "LocalPort:",
                  "RemotePort:",
                  "Cruce seguro del perímetro:",
                  "Acción:"),
              List.of(
                  "Sí",
                  "No",
                  "Dentro",
                  "Fuera",
                  "Dominio",
                  "Privada",
                  "Pública",
                  "Cualquiera",
                  "",
                  "Bloquear"));
      case CHINESE ->
          translations(
              List.of(
                  "规则名称:", "已启用:", "方向:", "配置文件:", "分组:", "本地 IP:", "远程 IP:", "协议:", "本地端口:",
                  "远程端口:", "边缘遍历:", "操作:"),
              List.of("是", "否", "入", "", "域", "专用", "公用", "任何", "允许", ""));
      case RUSSIAN -> throw new UnknownToNetsh("show rule in Russian");
    };
  }

  private static Map<String, String> translations(List<String> labels, List<String> words) {
    Map<String, String> translations = new HashMap<>();
    for (int i = 0; i < LABELS.size(); i++) {
      translations.put(LABELS.get(i), labels.get(i));
    }
    for (int i = 0; i < WORDS.size(); i++) {
      translations.put(WORDS.get(i), words.get(i));
    }
    return translations;
  }
}
