package dev.durward.windows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a command leaves in the registry. */
class RegistryFormTest {
  private final Prompt prompt = Prompt.english();

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "'' > ''",
        "protocol=tcp;localport=443 > Protocol=6|LPort=443|",
        "protocol=TCP;LOCALPORT=443,444,445 > Protocol=6|LPort=443|LPort=444|LPort=445|",
        "protocol=udp;localport=554,8554-8558 > Protocol=17|LPort=554|LPort2_10=8554-8558|",
        "protocol=tcp;remoteport=1024-65535;localport=0 > Protocol=6|LPort=0|RPort2_10=1024-65535|",
        "protocol=tcp;localport=any;remoteport=any > Protocol=6|",
        "protocol=tcp;localport=rpc-epmap > Protocol=6|LPort=RPC-EPMap|",
        "protocol=tcp;localport=RPC > Protocol=6|LPort=RPC|",
        "protocol=tcp;localport=iphttps > Protocol=6|LPort2_10=IPTLSIn|LPort2_10=IPHTTPSIn|",
        "protocol=6;localport=80 > Protocol=6|LPort=80|",
        "protocol=any > ''",
        "protocol=47 > Protocol=47|",
        "protocol=icmpv4 > Protocol=1|",
        "protocol=icmpv4:8,any > Protocol=1|ICMP4=8:*|",
        "protocol=ICMPv6:3,4 > Protocol=58|ICMP6=3:4|",
        "profile=any > ''",
        "profile=private,domain,public > ''",
        "profile=private,domain > Profile=Domain|Profile=Private|",
        "remoteip=any > ''",
        "remoteip=122.10.112.0/21 > RA4=122.10.112.0/255.255.248.0|",
        "remoteip=10.0.0.0/255.0.0.0 > RA4=10.0.0.0/255.0.0.0|",
        "remoteip=198.51.100.7 > RA4=198.51.100.7|",
        "remoteip=192.0.2.10-192.0.2.20 > RA4=192.0.2.10-192.0.2.20|",
        "remoteip=2001:DB8:0:0::/48 > RA6=2001:db8::/48|",
        "remoteip=::1 > RA6=::1|",
        "remoteip=2001:0:0:1:0:0:0:8 > RA6=2001:0:0:1::8|",
        "remoteip=2001:db8:0:1:2:3:4:5 > RA6=2001:db8:0:1:2:3:4:5|",
        "remoteip=fe80::-fe80::ffff > RA6=fe80::-fe80::ffff|",
        "remoteip=ff02::2,192.0.2.1,192.0.2.3 > RA4=192.0.2.1|RA4=192.0.2.3|RA6=ff02::2|",
        "remoteip=LocalSubnet > RA4=LocalSubnet|RA6=LocalSubnet|",
        "remoteip=defaultgateway > RA4=DefaultGateway|RA6=DefaultGateway|",
        "localip=192.0.2.1;remoteip=192.0.2.2 > LA4=192.0.2.1|RA4=192.0.2.2|",
        "interfacetype=ras > IFType=RemoteAccess|",
        "interfacetype=any > ''",
      })
  void writesWhatRealRulesShow(String parameters, String fields) {
    String line = "add;name=x;dir=in;action=allow" + (parameters.isEmpty() ? "" : ";" + parameters);
    assertEquals("0 Ok.", prompt.type(line));
    assertEquals("v2.30|Action=Allow|Active=TRUE|Dir=In|" + fields + "Name=x|", prompt.text());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      value = {
        "edge=yes > Edge=TRUE|",
        "edge=deferapp > Edge=TRUE|Defer=App|",
        "edge=deferuser > Defer=User|",
        "edge=no > ''",
        "description=Why, and (who): 50% > 'Desc=Why, and (who): 50%|'",
      })
  void writesTheRestBehindTheName(String parameter, String fields) {
    assertEquals("0 Ok.", prompt.type("add;name=x;dir=in;action=allow;" + parameter));
    assertEquals("v2.30|Action=Allow|Active=TRUE|Dir=In|Name=x|" + fields, prompt.text());
  }

  @Test
  void writesAllInTheOrderOfRealRules() {
    prompt.type(
        "ADD;security=notrequired;edge=yes;interfacetype=lan;Enable=no;description=CHG-1042;"
            + "service=any;program=C:\\tomcat 9\\bin\\java.exe;remoteip=192.0.2.0/24;"
            + "localip=192.0.2.1;remoteport=1024-65535;localport=8443;protocol=tcp;profile=domain;"
            + "action=Block;dir=IN;name=admin console [durward:web] Ünï 防火墙 😀");
    assertEquals(
        "v2.30|Action=Block|Active=FALSE|Dir=In|Protocol=6|Profile=Domain|LPort=8443"
            + "|RPort2_10=1024-65535|LA4=192.0.2.1|RA4=192.0.2.0/255.255.255.0|IFType=Lan"
            + "|App=C:\\tomcat 9\\bin\\java.exe|Svc=*|Name=admin console [durward:web] Ünï 防火墙 😀"
            + "|Desc=CHG-1042|Edge=TRUE|",
        prompt.text());
  }

  @Test
  void namesValuesByGuids() {
    prompt.type("add;name=x;dir=out;action=block");
    prompt.type("add;name=x;dir=out;action=block");
    assertEquals(2, prompt.rules().values().size());
    for (String id : prompt.rules().values().keySet()) {
      assertTrue(id.matches("\\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}}"), id);
    }
  }
}
