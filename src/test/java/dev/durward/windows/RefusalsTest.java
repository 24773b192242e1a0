package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What netsh refuses, and what nobody knows of it. */
class RefusalsTest {
  private final Prompt prompt = Prompt.english();

  private void assertRefused(String line, String message) {
    String said = prompt.type(line);
    assertTrue(said.startsWith("1 " + message + "\r\n\r\nUsage: "), line + ": " + said);
    assertEquals(List.of(), prompt.texts());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "protocol=tcp;localport=65536",
        "protocol=tcp;localport=445-443",
        "protocol=tcp;localport=https",
        "protocol=tcp;localport=443,",
        "protocol=tcp;localport=1-2-3",
        "protocol=tcp;localport=-1",
        "protocol=tcp;remoteport=RPC",
        "protocol=tcp;remoteport=iphttps",
        "localport=443",
        "protocol=any;localport=443",
        "protocol=icmpv4;remoteport=443",
        "protocol=132;localport=443",
      })
  void refusesPorts(String parameters) {
    assertRefused(
        "add;name=x;dir=in;action=allow;" + parameters, "A specified port value is not valid.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RPC", "RPC-EPMap", "IPHTTPS"})
  void refusesInboundPortKeywordsOutbound(String keyword) {
    assertRefused(
        "add;name=x;dir=out;action=allow;protocol=tcp;localport=" + keyword,
        "A specified port value is not valid.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"icmp", "256", "-1", "icmpv4:8", "icmpv4:256,any", "tcp:8,0", "icmpv6:1,300", ""})
  void refusesProtocols(String protocol) {
    String line = "add;name=x;dir=in;action=allow;protocol=" + protocol;
    if (protocol.isEmpty()) {
      assertThrows(UnknownToNetsh.class, () -> prompt.type(line));
    } else {
      assertRefused(line, "A specified protocol value is not valid.");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "remoteip=::1/128",
        "remoteip=192.0.2.20-192.0.2.10",
        "remoteip=192.0.2.1-2001:db8::1",
        "remoteip=192.0.2.0/33",
        "remoteip=2001:db8::/129",
        "remoteip=192.0.2.0/255.0.255.0",
        "remoteip=192.0.2.0/0.0.0.255",
        "remoteip=2001:db8::/255.255.0.0",
        "remoteip=192.0.2",
        "remoteip=192.0.2.256",
        "remoteip=example.com",
        "remoteip=2001:db8:::1",
        "remoteip=192.0.2.0-192.0.2.8/24",
        "remoteip=intranet",
        "remoteip=192.0.2.1,",
        "localip=localsubnet",
        "localip=dns",
      })
  void refusesAddresses(String parameter) {
    assertRefused(
        "add;name=x;dir=in;action=allow;" + parameter,
        "A specified IP address or address keyword is not valid.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dir=sideways;name=x;action=allow",
        "dir=in;name=x;action=reject",
        "dir=in;name=x;action=allow;enable=true",
        "dir=in;name=x;action=allow;profile=work",
        "dir=in;name=x;action=allow;interfacetype=vpn",
        "dir=in;name=x;action=allow;edge=maybe",
        "dir=out;name=x;action=allow;edge=yes",
        "dir=out;name=x;action=allow;edge=deferuser",
        "dir=in;name=x;action=allow;security=none",
        "dir=in;name=x;action=allow;rmtusrgrp=D:(A)",
        "dir=out;name=x;action=allow;security=authdynenc",
        "name=FileZilla;Server;dir=in;action=allow",
      })
  void refusesValues(String parameters) {
    assertRefused("add;" + parameters, "A specified value is not valid.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "add;dir=in;action=allow",
        "add;name=x;action=allow",
        "add;name=x;dir=in",
        "add;name=x;dir=in;action=bypass",
        "delete",
        "delete;dir=in",
        "set;new;enable=no",
      })
  void missesWhatIsEssential(String line) {
    assertRefused(line, "One or more essential parameters were not entered.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name=all",
        "name=ALL",
        "name=443",
        "name=@FirewallAPI.dll,-25301",
        "name=say \"hi\"",
        "name=a|b",
        "name=a=b",
        "name=",
        "name= x",
        "name=x ",
        "name=a\tb",
        "name=a\u0085b",
        "name=a\u2028b",
        "name=a\ud800b",
        "name=a\udc00",
        "name=x;name=y",
        "name=x;group=web",
        "name=x;prot=tcp",
        "name=x;displayname=y",
        "name=x;description=a|b",
        "name=x;protocol=tcp;localport=022",
        "name=x;protocol=tcp;localport=443,443",
        "name=x;protocol=tcp;localport=440-450,443",
        "name=x;protocol=tcp;localport=443-443",
        "name=x;protocol=tcp;localport=teredo",
        "name=x;protocol=tcp;localport=rpc,443",
        "name=x;protocol=udp;localport=rpc",
        "name=x;localport=any",
        "name=x;protocol=06",
        "name=x;protocol=icmpv4:any,any",
        "name=x;protocol=icmpv4:8,any,3,any",
        "name=x;protocol=icmpv4;remoteip=2001:db8::1",
        "name=x;protocol=icmpv6;remoteip=localsubnet",
        "name=x;localip=192.0.2.1;remoteip=2001:db8::1",
        "name=x;remoteip=10.1.2.3/8",
        "name=x;remoteip=0.0.0.0/0",
        "name=x;remoteip=192.0.2.1/32",
        "name=x;remoteip=2001:db8::1/128",
        "name=x;remoteip=192.0.2.1-192.0.2.1",
        "name=x;remoteip=0.0.0.0",
        "name=x;remoteip=127.0.0.1",
        "name=x;remoteip=::ffff:192.0.2.1",
        "name=x;remoteip=::ffff:c000:201",
        "name=x;remoteip=fe80::1%5",
        "name=x;remoteip=fe80::5efe:c000:201",
        "name=x;remoteip=010.0.0.1",
        "name=x;remoteip=192.0.2.0/024",
        "name=x;remoteip=192.0.2.1,192.0.2.0/24",
        "name=x;remoteip=localsubnet,192.0.2.1",
        "name=x;remoteip=any,192.0.2.1",
        "name=x;profile=domain,domain",
        "name=x;profile=any,domain",
        "name=x;interfacetype=lan,wireless",
        "name=x;program=any",
        "name=x;program=%ProgramFiles%\\x.exe",
        "name=x;program=x.exe",
        "name=x;service=a b",
        "name=x;security=authenticate",
        "name=x;security=authenc;rmtcomputergrp=D:(A)",
      })
  void failsOnWhatNobodyKnows(String parameters) {
    assertThrows(UnknownToNetsh.class, () -> prompt.type("add;dir=in;action=allow;" + parameters));
    assertEquals(List.of(), prompt.texts());
  }

  @ParameterizedTest
  @CsvSource({
    "add;name=x;dir=out;action=allow;edge=no",
    "add;name=x;dir=in;action=bypass;rmtcomputergrp=D:(A);security=authenticate",
    "delete;name=x;action=allow",
    "delete;name=x;group=web",
    "set;group=web;new;enable=yes",
    "set;name=x",
    "set;name=x;new",
    "set;name=x;new;security=authenticate",
    "show;name=x;status=enabled",
    "dump",
  })
  void failsOnCommandsThatNobodyKnows(String line) {
    assertThrows(UnknownToNetsh.class, () -> prompt.type(line));
  }

  @Test
  void failsOnLinesThatNobodyKnows() {
    List<List<String>> lines =
        List.of(
            List.of(),
            List.of("advfirewall", "firewall", "add", "rule", "name=x", ""),
            List.of("advfirewall", "firewall", "add"),
            List.of("adv", "fire", "add", "rule", "name=x", "dir=in", "action=allow"),
            List.of("firewall", "add", "rule", "name=x", "dir=in", "action=allow"),
            List.of("-c", "advfirewall"),
            Prompt.line("add;dir=in;action=allow;name=" + "x".repeat(32_767)));
    for (List<String> line : lines) {
      assertThrows(UnknownToNetsh.class, () -> prompt.type(line), line.toString());
    }
  }

  @Test
  void takesTheLongestLineThatWindowsHas() {
    String start = "add;dir=in;action=allow;name=";
    int length = "C:\\Windows\\System32\\netsh.exe".length();
    for (String argument : Prompt.line(start)) {
      length += 1 + argument.length();
    }
    assertEquals("0 Ok.", prompt.type(start + "x".repeat(32_766 - length)));
    String longer = start + "x".repeat(32_767 - length);
    assertThrows(UnknownToNetsh.class, () -> prompt.type(longer));
  }
}
