package dev.durward.platform.netsh.script;

import dev.durward.model.Direction;
import dev.durward.model.WindowsOptions.Edge;
import dev.durward.model.WindowsOptions.InterfaceType;
import dev.durward.platform.ScriptSource;
import dev.durward.platform.netsh.rule.AddressCondition;
import dev.durward.platform.netsh.rule.FirewallRule;
import dev.durward.platform.netsh.rule.NetshWords;
import dev.durward.platform.netsh.rule.PortCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** A script for Windows PowerShell and its module NetSecurity. */
final class PowerShellScript {
  /** PowerShell takes typographic quotes for quotes. */
  private static final String QUOTES = "(['\u2018\u2019\u201a\u201b])";

  private final List<ScriptSource> sources;
  private final List<FirewallRule> rules;
  private final StringBuilder text = new StringBuilder();

  private PowerShellScript(List<ScriptSource> sources) {
    this.sources = sources;
    this.rules = ScriptForm.rules(sources);
  }

  static String write(List<ScriptSource> sources) {
    PowerShellScript script = new PowerShellScript(sources);
    script.header();
    script.body();
    String text = script.text.toString().replace("\n", "\r\n");
    // Without the mark Windows PowerShell reads the code page of the system.
    return text.chars().allMatch(c -> c < 128) ? text : '\ufeff' + text;
  }

  private void header() {
    text.append("#Requires -Version 4.0\n#Requires -RunAsAdministrator\n");
    text.append("#Requires -Modules NetSecurity\n");
    Stream.of(
            "Makes this host's Defender Firewall as rule files say; made by durward render.",
            "",
            "Run it from a terminal with \"Run as administrator\":",
            "  powershell -ExecutionPolicy Bypass -File FILE.ps1",
            "It needs Windows 8.1, Windows Server 2012 R2 or newer. Run again, it gives the same",
            "rules: those of these policies that were there before go when all that come are there,",
            "so that no port is shut on the way. It stops at the first command that fails, takes",
            "away what it has added, and ends with 1.",
            "")
        .forEach(this::comment);
    if (ScriptForm.shuts(sources)) {
      ScriptForm.SHUTTING.forEach(this::comment);
    }
    ScriptSource.comment(sources).forEach(this::comment);
  }

  private void comment(String line) {
    text.append(line.isEmpty() ? "#" : "# " + line).append('\n');
  }

  private void body() {
    text.append("\n$ErrorActionPreference = 'Stop'\n");
    for (String name : CmdScript.variables(rules)) {
      text.append("if (-not ${env:").append(name).append("}) { throw ");
      text.append(quote("this host has no variable " + name)).append(" }\n");
    }
    List<String> policies =
        sources.stream().map(source -> source.rules().policy().replace(".", "\\.")).toList();
    String mark = ". \\[durward:(" + String.join("|", policies) + ")( [0-9]+)?( going)?\\]$";
    text.append("$mark = ").append(quote(mark)).append('\n');
    text.append("$before = @(Get-NetFirewallRule | Where-Object DisplayName -CMatch $mark)\n");
    boolean shuts = ScriptForm.shuts(sources);
    if (shuts) {
      text.append("if (Get-NetFirewallProfile -PolicyStore ActiveStore | Where-Object Enabled -EQ");
      text.append(" 'False') { throw 'Defender Firewall is off in a profile' }\n");
      text.append("$open = @(Get-NetFirewallProfile | Where-Object DefaultInboundAction -EQ");
      text.append(" 'Allow')\n");
    }
    text.append("$added = @()\ntry {\n");
    rules.forEach(rule -> text.append("    $added += ").append(command(rule)).append('\n'));
    if (shuts) {
      text.append("    " + turn("Block") + "\n");
    }
    text.append("} catch {\n");
    if (shuts) {
      text.append("    " + turn("Allow") + "\n");
    }
    text.append("    " + remove("$added") + "\n    throw\n}\n");
    text.append(remove("$before")).append('\n');
  }

  /** Each by itself: Remove-NetFirewallRule without a rule removes all there are. */
  private static String remove(String rules) {
    return "foreach ($rule in " + rules + ") { Remove-NetFirewallRule -InputObject $rule }";
  }

  /** What no rule lets in, in the profiles that let it in before. */
  private static String turn(String action) {
    return "foreach ($profile in $open) { Set-NetFirewallProfile -Name $profile.Name"
        + " -DefaultInboundAction "
        + action
        + " }";
  }

  /** The command that adds a rule. */
  private static String command(FirewallRule rule) {
    List<String> words = new ArrayList<>(List.of("New-NetFirewallRule"));
    words.add("-DisplayName " + quote(rule.label()));
    words.add("-Direction " + (rule.direction() == Direction.IN ? "Inbound" : "Outbound"));
    words.add("-Action " + (rule.action() == FirewallRule.Action.ALLOW ? "Allow" : "Block"));
    if (!rule.active()) {
      words.add("-Enabled False");
    }
    if (!rule.isInAllProfiles()) {
      List<String> profiles = new ArrayList<>();
      rule.profiles().stream().sorted().forEach(profile -> profiles.add(title(profile.name())));
      words.add("-Profile " + String.join(",", profiles));
    }
    rule.protocol().ifPresent(number -> words.add("-Protocol " + protocol(number)));
    ports(words, "-LocalPort ", rule.localPorts());
    ports(words, "-RemotePort ", rule.remotePorts());
    if (!rule.icmpTypes().isEmpty()) {
      words.add("-IcmpType " + list(rule.icmpTypes().stream().map(type -> "" + type.type())));
    }
    addresses(words, "-LocalAddress ", rule.localAddresses());
    addresses(words, "-RemoteAddress ", rule.remoteAddresses());
    rule.interfaceTypes().forEach(type -> words.add("-InterfaceType " + interfaceType(type)));
    rule.program().ifPresent(path -> words.add("-Program " + program(path)));
    rule.service().ifPresent(name -> words.add("-Service " + quote(name)));
    if (rule.edge() != Edge.NO) {
      words.add("-EdgeTraversalPolicy " + edge(rule.edge()));
    }
    rule.description().ifPresent(line -> words.add("-Description " + quote(line)));
    return String.join(" ", words);
  }

  private static String title(String word) {
    return word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT);
  }

  private static String protocol(int number) {
    return switch (number) {
      case 1 -> "ICMPv4";
      case 6 -> "TCP";
      case 17 -> "UDP";
      case 58 -> "ICMPv6";
      default -> Integer.toString(number);
    };
  }

  private static void ports(List<String> words, String option, PortCondition ports) {
    if (!ports.isAny()) {
      words.add(option + list(ports.numbers().ranges().stream().map(range -> range.toString())));
    }
  }

  private static void addresses(List<String> words, String option, AddressCondition addresses) {
    if (!addresses.isAny()) {
      // A word of Windows' own stands in the rule once for each family.
      Stream<String> keywords = addresses.words().stream().map(word -> word.value()).distinct();
      Stream<String> ranges = addresses.addresses().ranges().stream().map(NetshWords::text);
      words.add(option + list(Stream.concat(keywords, ranges)));
    }
  }

  private static String list(Stream<String> items) {
    return String.join(",", items.map(PowerShellScript::quote).toList());
  }

  private static String interfaceType(InterfaceType type) {
    return switch (type) {
      case LAN -> "Wired";
      case WIRELESS -> "Wireless";
      case RAS -> "RemoteAccess";
    };
  }

  private static String edge(Edge edge) {
    return switch (edge) {
      case YES -> "Allow";
      case NO -> "Block";
      case DEFERAPP -> "DeferToApp";
      case DEFERUSER -> "DeferToUser";
    };
  }

  /** A path, its variables as those of the host that the script runs on. */
  private static String program(String path) {
    List<String> parts = new ArrayList<>();
    Matcher variable = CmdScript.VARIABLE.matcher(path);
    int end = 0;
    while (variable.find()) {
      if (variable.start() > end) {
        parts.add(quote(path.substring(end, variable.start())));
      }
      parts.add("${env:" + variable.group(1) + "}");
      end = variable.end();
    }
    if (end < path.length()) {
      parts.add(quote(path.substring(end)));
    }
    return end == 0 ? parts.get(0) : "(" + String.join(" + ", parts) + ")";
  }

  private static String quote(String text) {
    return "'" + text.replaceAll(QUOTES, "$1$1") + "'";
  }
}
