package dev.durward.rulefile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Names of well-known services, as IANA's registry or common use has them; the same on every host,
 * whatever its own list says.
 */
public final class Services {
  /** Each name and its port, ascending by port. */
  private static final String TABLE =
      """
      echo 7 discard 9 systat 11 daytime 13 qotd 17 chargen 19 ftp-data 20 ftp 21 ssh 22
      telnet 23 smtp 25 time 37 whois 43 tacacs 49 domain 53 dns 53 bootps 67 bootpc 68
      tftp 69 gopher 70 finger 79 http 80 www 80 kerberos 88 iso-tsap 102 pop2 109 pop3 110
      sunrpc 111 auth 113 nntp 119 ntp 123 epmap 135 msrpc 135 netbios-ns 137 netbios-dgm 138
      netbios-ssn 139 imap 143 snmp 161 snmptrap 162 xdmcp 177 bgp 179 irc 194 smux 199
      at-rtmp 201 qmtp 209 z3950 210 ipx 213 imap3 220 ldap 389 svrloc 427 https 443 snpp 444
      microsoft-ds 445 smb 445 kpasswd 464 submissions 465 smtps 465 isakmp 500 exec 512
      login 513 who 513 shell 514 syslog 514 printer 515 talk 517 ntalk 518 router 520 rip 520
      ripng 521 ncp 524 timed 525 courier 530 netnews 532 uucp 540 klogin 543 kshell 544
      dhcpv6-client 546 dhcpv6-server 547 afpovertcp 548 rtsp 554 nntps 563 submission 587
      ipp 631 ldaps 636 msdp 639 ldp 646 tinc 655 acap 674 asipregistry 687 kerberos-adm 749
      domain-s 853 iscsi-target 860 rsync 873 ftps-data 989 ftps 990 telnets 992 imaps 993
      ircs 994 pop3s 995 socks 1080 openvpn 1194 lotusnote 1352 ms-sql-s 1433 mssql 1433
      ms-sql-m 1434 oracle 1521 ingreslock 1524 datametrics 1645 sa-msg-port 1646 l2tp 1701
      h323hostcall 1720 pptp 1723 radius 1812 radius-acct 1813 msnp 1863 mqtt 1883 hsrp 1985
      nfs 2049 rtcm-sc104 2101 gsigatekeeper 2119 zookeeper 2181 docker 2375 docker-s 2376
      etcd-client 2379 etcd-server 2380 cvspserver 2401 zebra 2600 ospfd 2604 bgpd 2605
      dict 2628 gpsd 2947 gds-db 3050 squid 3128 icpv2 3130 isns 3205 iscsi 3260
      globalcat-ldap 3268 globalcat-ldaps 3269 mysql 3306 ms-wbt-server 3389 rdp 3389
      stun 3478 turn 3478 nut 3493 teredo 3544 distcc 3632 daap 3689 svn 3690 epmd 4369
      ipsec-nat-t 4500 iax 4569 nomad 4646 radmin-port 4899 sip 5060 sips 5061
      xmpp-client 5222 xmpp-server 5269 turns 5349 stuns 5349 mdns 5353 llmnr 5355
      ms-smlbiz 5356 postgresql 5432 postgres 5432 amqps 5671 amqp 5672 coap 5683 coaps 5684
      rfb 5900 vnc 5900 couchdb 5984 winrm 5985 wsman 5985 winrm-https 5986 wsmans 5986
      x11 6000 redis 6379 kubernetes-api 6443 syslog-tls 6514 sane-port 6566 ircd 6667
      ircs-u 6697 bittorrent 6881 afs3-fileserver 7000 neo4j 7687 irdmi 8000 ajp13 8009
      http-alt 8080 influxdb 8086 privoxy 8118 puppet 8140 vault 8200 https-alt 8443
      consul 8500 mqtts 8883 secure-mqtt 8883 cassandra 9042 tor-socks 9050 prometheus 9090
      kafka 9092 node-exporter 9100 jetdirect 9100 pdl-datastream 9100 bacula-dir 9101
      bacula-fd 9102 bacula-sd 9103 elasticsearch 9200 git 9418 webmin 10000
      zabbix-agent 10050 zabbix-trapper 10051 amanda 10080 kubelet 10250 memcache 11211
      rabbitmq-management 15672 minecraft 25565 mongodb 27017 traceroute 33434 wireguard 51820
      """;

  private Services() {}

  /** The table is read when the first name is met, and most files have few. */
  private static final class Table {
    static final Map<String, Integer> PORTS = read();

    private static Map<String, Integer> read() {
      StringTokenizer words = new StringTokenizer(TABLE);
      Map<String, Integer> ports = new LinkedHashMap<>();
      while (words.hasMoreTokens()) {
        ports.put(words.nextToken(), Integer.valueOf(words.nextToken()));
      }
      return Collections.unmodifiableMap(ports);
    }
  }

  /** The port of a service. */
  public static Optional<Integer> port(String name) {
    return Optional.ofNullable(Table.PORTS.get(name));
  }

  static Set<String> names() {
    return Table.PORTS.keySet();
  }
}
