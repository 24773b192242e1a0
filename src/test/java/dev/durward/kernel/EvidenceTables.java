package dev.durward.kernel;

/** What is to be seen of a host, in the form of {@link EvidenceRow}. */
final class EvidenceTables {
  /** The last cells: what the probe sees, and what that means. */
  static final String PORTS =
      """
      # where      | filter                                            | listens | the file says | IPv4 | IPv6
      a 1001 tcp   |                                                   | accepts | block | filtered passed | =
      a 1002 tcp   | -j DROP                                           | accepts | block | filtered passed | =
      a 1003 tcp   | -j DROP                                           | accepts | allow | filtered failed | =
      a 1004 tcp   | -j ACCEPT                                         | accepts | allow | open passed     | =
      a 1005 tcp   | -j ACCEPT                                         | nobody  | allow | refused untested | =
      a 1006 tcp   | -j ACCEPT                                         | accepts | block | open failed     | =
      a 1007 tcp   | -j ACCEPT                                         | nobody  | block | refused failed  | =
      a 1008 tcp   | -j ACCEPT                                         | accepts | reject | open failed    | =
      a 1009 tcp   | -j ACCEPT                                         | nobody  | reject | refused untested | =
      a 1010 tcp   | -j ACCEPT                                         | closes  | allow | open passed     | =
      # every type of REJECT
      a 1101 tcp   | -j REJECT --reject-with tcp-reset                 | accepts | reject | refused passed  | =
      a 1102 tcp   | -j REJECT --reject-with icmp-port-unreachable     | accepts | reject | refused passed  | -
      a 1103 tcp   | -j REJECT --reject-with icmp-host-prohibited      | accepts | reject | rejected passed | -
      a 1104 tcp   | -j REJECT --reject-with icmp-admin-prohibited     | accepts | reject | rejected passed | -
      a 1105 tcp   | -j REJECT --reject-with icmp-host-unreachable     | accepts | reject | rejected passed | -
      a 1106 tcp   | -j REJECT --reject-with icmp-net-unreachable      | accepts | reject | rejected passed | -
      a 1107 tcp   | -j REJECT --reject-with icmp-net-prohibited       | accepts | reject | rejected passed | -
      a 1108 tcp   | -j REJECT --reject-with icmp-proto-unreachable    | accepts | reject | rejected passed | -
      a 1112 tcp   | -j REJECT --reject-with icmp6-port-unreachable    | accepts | reject | - | refused passed
      a 1113 tcp   | -j REJECT --reject-with icmp6-adm-prohibited      | accepts | reject | - | rejected passed
      a 1114 tcp   | -j REJECT --reject-with icmp6-no-route            | accepts | reject | - | rejected passed
      a 1115 tcp   | -j REJECT --reject-with icmp6-addr-unreachable    | accepts | reject | - | rejected passed
      a 1116 tcp   | -j REJECT --reject-with icmp6-policy-fail         | accepts | reject | - | rejected passed
      a 1117 tcp   | -j REJECT --reject-with icmp6-reject-route        | accepts | reject | - | rejected passed
      # the same is no open port, and not as shut as a drop
      a 1121 tcp   | -j REJECT --reject-with tcp-reset                 | accepts | allow | refused failed  | =
      a 1122 tcp   | -j REJECT --reject-with icmp-host-prohibited      | accepts | allow | rejected failed | -
      a 1123 tcp   | -j REJECT --reject-with icmp6-adm-prohibited      | accepts | allow | - | rejected failed
      a 1124 tcp   | -j REJECT                                         | accepts | block | refused failed  | =
      # a REJECT whose limit is used up by the first packet, and then the policy drops; an ICMPv6
      # error alone ends no connect(), and the second one is held back
      a 1131 tcp   | -m limit --limit 1/hour --limit-burst 1 -j REJECT --reject-with tcp-reset | accepts | reject | refused passed | =
      a 1132 tcp   | -m limit --limit 1/hour --limit-burst 1 -j REJECT | accepts | block | refused failed | filtered passed
      # bound to an interface
      a 1201 tcp   | -i eth0 -j ACCEPT                                 | accepts | allow | open passed     | =
      a 1202 tcp   | -i eth1 -j ACCEPT                                 | accepts | allow | filtered failed | =
      c 1203 tcp   | -i eth1 -j ACCEPT                                 | accepts | allow | open passed     | =
      a 1204 tcp   | ! -i eth0 -j ACCEPT                               | accepts | allow | filtered failed | =
      a 1205 tcp   | -i eth1 -j ACCEPT                                 | accepts | allow by eth1 | open passed | =
      a 1206 tcp   | -i eth1 -j ACCEPT                                 | accepts | allow by eth0 | filtered failed | =
      # bound to a source
      a 1211 tcp   | -s SOURCE -j ACCEPT                               | accepts | allow from SOURCE | open passed | =
      a 1212 tcp   | -s SOURCE -j ACCEPT                               | accepts | allow | filtered failed | =
      a 1213 tcp   | ! -s SOURCE -j ACCEPT                             | accepts | allow from SOURCE | filtered failed | =
      a 1214 tcp   | -s SOURCE -j ACCEPT                               | accepts | block from SOURCE | open failed | =
      # UDP: never open without an answer
      a 1301 udp   | -j ACCEPT                                         | answers | allow | answered passed    | =
      a 1302 udp   | -j ACCEPT                                         | silent  | allow | no-answer untested | =
      a 1303 udp   | -j DROP                                           | answers | allow | no-answer untested | =
      a 1304 udp   | -j DROP                                           | answers | block | no-answer untested | =
      a 1305 udp   | -j ACCEPT                                         | answers | block | answered failed    | =
      a 1306 udp   | -j ACCEPT                                         | nobody  | allow | refused untested   | =
      a 1307 udp   | -i eth0 -j ACCEPT                                 | answers | allow | answered passed    | =
      a 1308 udp   | -s SOURCE -j ACCEPT                               | answers | allow from SOURCE | answered passed | =
      a 1309 udp   | -j ACCEPT                                         | silent  | block | no-answer untested | =
      a 1311 udp   | -j REJECT --reject-with icmp-port-unreachable     | answers | reject | refused passed   | -
      a 1312 udp   | -j REJECT --reject-with icmp-host-prohibited      | answers | reject | rejected passed  | -
      a 1313 udp   | -j REJECT --reject-with icmp-admin-prohibited     | answers | reject | rejected passed  | -
      a 1314 udp   | -j REJECT --reject-with icmp-net-prohibited       | answers | reject | rejected passed  | -
      a 1315 udp   | -j REJECT --reject-with icmp-proto-unreachable    | answers | reject | rejected passed  | -
      a 1316 udp   | -j REJECT --reject-with icmp-host-unreachable     | answers | block  | no-answer untested | -
      a 1317 udp   | -j REJECT --reject-with icmp-net-unreachable      | answers | block  | no-answer untested | -
      a 1321 udp   | -j REJECT --reject-with icmp6-port-unreachable    | answers | reject | - | refused passed
      a 1322 udp   | -j REJECT --reject-with icmp6-adm-prohibited      | answers | reject | - | rejected passed
      a 1323 udp   | -j REJECT --reject-with icmp6-policy-fail         | answers | reject | - | rejected passed
      a 1324 udp   | -j REJECT --reject-with icmp6-reject-route        | answers | reject | - | rejected passed
      a 1325 udp   | -j REJECT --reject-with icmp6-no-route            | answers | block  | - | no-answer untested
      a 1326 udp   | -j REJECT --reject-with icmp6-addr-unreachable    | answers | block  | - | no-answer untested
      """;

  /**
   * The last cells: the versions offered or what else speaks there; what failed; what is untold.
   */
  static final String SERVICES =
      """
      # where    | filter | listens | the file says | IPv4 | IPv6
      a 4401 tcp | -j ACCEPT | openssl good +inter -tls1 | allow as TLS | TLSv1.0; tls tls-version tls-legacy; 6 | =
      a 4402 tcp | -j ACCEPT | openssl good +inter -tls1_1 | allow as TLS | TLSv1.1; tls tls-version tls-legacy; 6 | =
      a 4403 tcp | -j ACCEPT | openssl good +inter -tls1_2 | allow as TLS | TLSv1.2; ; 0 | =
      a 4404 tcp | -j ACCEPT | openssl good +inter -tls1_3 | allow as TLS | TLSv1.3; ; 0 | =
      a 4405 tcp | -j ACCEPT | openssl good +inter -no_tls1_3 | allow as TLS | TLSv1.0 TLSv1.1 TLSv1.2; tls-version tls-legacy; 0 | =
      a 4406 tcp | -j ACCEPT | java SSLv3 | allow as TLS | SSLv3; tls tls-version tls-legacy; 6 | =
      a 4407 tcp | -j ACCEPT | nginx good | allow as TLS with HTTP | TLSv1.2 TLSv1.3; ; 0 | =
      a 443 tcp  | -j ACCEPT | says HTTP/1.1 200 OK | allow as TLS | speaks HTTP without TLS; tls tls-only; 8 | =
      b 443 tcp  | -j ACCEPT | says SSH-2.0-OpenSSH_9.2 | allow as TLS | speaks SSH; tls tls-only; 8 | =
      c 443 tcp  | -j ACCEPT | accepts | allow as TLS | gave no whole answer in time; tls; 9 | =
      d 443 tcp  | -j ACCEPT | closes  | allow as TLS | CLOSED; tls; 9 | =
      a 4411 tcp | -j ACCEPT | openssl expired +inter -tls1_3 | allow as TLS | TLSv1.3; cert-expiry; 0 | =
      a 4412 tcp | -j ACCEPT | openssl future +inter -tls1_3 | allow as TLS | TLSv1.3; cert-not-before; 0 | =
      a 4413 tcp | -j ACCEPT | openssl good +tired -tls1_3 | allow as TLS | TLSv1.3; cert-trust; 0 | =
      a 4414 tcp | -j ACCEPT | openssl undertired +tired -tls1_3 | allow as TLS | TLSv1.3; cert-expiry; 0 | =
      a 4415 tcp | -j ACCEPT | openssl good -tls1_3 | allow as TLS | TLSv1.3; cert-trust; 0 | =
      a 4416 tcp | -j ACCEPT | openssl alone -tls1_3 | allow as TLS | TLSv1.3; cert-trust; 0 | =
      a 4417 tcp | -j ACCEPT | openssl other +inter -tls1_3 | allow as TLS | TLSv1.3; cert-name; 0 | =
      a 4418 tcp | -j ACCEPT | openssl a.test +inter -tls1_3 | allow as TLS | TLSv1.3; cert-name; 0 | =
      a 4419 tcp | -j ACCEPT | openssl sha1 +inter -tls1_2 | allow as TLS | TLSv1.2; cert-signature; 0 | =
      a 4420 tcp | -j ACCEPT | openssl short +inter -tls1_2 | allow as TLS | TLSv1.2; cert-key; 0 | =
      a 4421 tcp | -j ACCEPT | openssl good +inter -tls1_3 -status_file staple.der | allow as TLS | TLSv1.3; ocsp-staple; 0 | =
      a 4422 tcp | -j ACCEPT | openssl good +inter -tls1_2 -Verify 1 | allow as TLS | TLSv1.2; ; 0 | =
      a 4423 tcp | -j ACCEPT | openssl expired -tls1 | allow as TLS | TLSv1.0; tls tls-version tls-legacy; 6 | =
      a 4424 tcp | -j ACCEPT | openssl shortexpired -no_tls1_3 | allow as TLS | TLSv1.0 TLSv1.1 TLSv1.2; tls-version tls-legacy cert-trust cert-name cert-expiry cert-key; 0 | =
      """;

  private EvidenceTables() {}
}
