package dev.durward.windows;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between the parameters of a rule. */
final class Constraints {
  private static final Set<String> PORT_KEYS = Set.of("LPort", "LPort2_10", "RPort", "RPort2_10");
  private static final Set<String> INBOUND_PORTS = Set.of("RPC", "RPC-EPMap", "IPTLSIn");

  private Constraints() {}

  /** Those that a new rule's own parameters break, whatever they mean in the registry. */
  static void check(Map<Parameter, String> arguments, RegistryRule rule) throws Refused {
    for (Parameter essential : List.of(Parameter.NAME, Parameter.DIR, Parameter.ACTION)) {
      if (!arguments.containsKey(essential)) {
        throw new Refused(Message.MISSING, essential.syntax());
      }
    }
    if (arguments.getOrDefault(Parameter.NAME, "").equalsIgnoreCase("all")) {
      throw new UnknownToNetsh("a new rule named all");
    }
    checkSecurity(arguments, rule);
    check(rule);
    boolean portsNamed =
        arguments.containsKey(Parameter.LOCALPORT) || arguments.containsKey(Parameter.REMOTEPORT);
    if (portsNamed && !hasPorts(rule)) {
      throw new UnknownToNetsh("any port of protocol " + rule.one("Protocol"));
    }
    if (arguments.containsKey(Parameter.EDGE) && rule.one("Dir").equals("Out")) {
      throw new UnknownToNetsh("edge=no on an outbound rule");
    }
  }

  private static void checkSecurity(Map<Parameter, String> arguments, RegistryRule rule)
      throws Refused {
    boolean groups =
        arguments.containsKey(Parameter.RMTCOMPUTERGRP)
            || arguments.containsKey(Parameter.RMTUSRGRP);
    String security = arguments.getOrDefault(Parameter.SECURITY, "notrequired");
    boolean inbound = rule.one("Dir").equals("In");
    if (inbound
        && rule.one("Action").equals("ByPass")
        && !arguments.containsKey(Parameter.RMTCOMPUTERGRP)) {
      throw new Refused(Message.MISSING, "action=bypass with dir=in needs rmtcomputergrp");
    }
    if (groups && security.equalsIgnoreCase("notrequired")) {
      throw new Refused(Message.BAD_VALUE, "a group needs a security value");
    }
    if (security.equalsIgnoreCase("authdynenc") && !inbound) {
      throw new Refused(Message.BAD_VALUE, "authdynenc is for dir=in");
    }
    if (groups
        || !security.equalsIgnoreCase("notrequired")
        || rule.one("Action").equals("ByPass")) {
      throw new UnknownToNetsh("IPsec rules in the registry: " + arguments);
    }
  }

  /** Those between the fields of a rule; which message netsh has for them isn't recorded. */
  static void check(RegistryRule rule) throws Refused {
    boolean outbound = rule.one("Dir").equals("Out");
    // [MS-GPFAS] 2.2.2.19 wants Protocol 6 or 17 before LPort and RPort.
    if (PORT_KEYS.stream().anyMatch(rule::has) && !hasPorts(rule)) {
      throw new Refused(Message.BAD_PORT, "ports of protocol " + rule.one("Protocol"));
    }
    if (outbound && (rule.has("Edge") || rule.has("Defer"))) {
      throw new Refused(Message.BAD_VALUE, "edge on an outbound rule");
    }
    if (keywordPort(rule)) {
      if (outbound) {
        throw new Refused(Message.BAD_PORT, "an inbound port keyword on an outbound rule");
      }
      if (!rule.one("Protocol").equals("6")) {
        throw new UnknownToNetsh("RPC or IPHTTPS ports of UDP");
      }
    }
    checkFamilies(rule);
  }

  private static boolean hasPorts(RegistryRule rule) {
    return Set.of("6", "17").contains(rule.one("Protocol"));
  }

  private static boolean keywordPort(RegistryRule rule) {
    return rule.all("LPort").stream().anyMatch(INBOUND_PORTS::contains)
        || rule.all("LPort2_10").stream().anyMatch(INBOUND_PORTS::contains);
  }

  /** A rule whose addresses leave it no family, or one that its ICMP doesn't have. */
  private static void checkFamilies(RegistryRule rule) {
    boolean four = !rule.one("Protocol").equals("58");
    boolean six = !rule.one("Protocol").equals("1");
    for (String side : List.of("LA", "RA")) {
      boolean has4 = rule.has(side + "4");
      boolean has6 = rule.has(side + "6");
      if ((has4 && !four) || (has6 && !six)) {
        throw new UnknownToNetsh("addresses of families that don't fit: " + rule.fields());
      }
      if (has4 || has6) {
        four = has4;
        six = has6;
      }
    }
  }
}
