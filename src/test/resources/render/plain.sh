#!/bin/sh
# Makes this host's iptables and ip6tables as rule files say; made by durward render.
#
# Run it as root: sh FILE
# It needs a POSIX shell, awk, and iptables 1.6.2 or newer of either variant. Run again,
# it changes nothing, or what has to be mended. Each family is changed in one
# transaction, and if IPv6 fails, IPv4 is put back. Rules of others stay as they are;
# rules of these policies that are not here go. Where others' rules leave open which of
# them refuses what is not allowed, it stops before it changes anything, with 5; else it
# ends with the exit code of the command that failed. The rules last until the next
# boot: let the host save them, or run this at each boot.
#
# Policy plain, from src/test/resources/render/plain.yaml:
#   Port 443 rule: allow in tcp 443-444 from any
#   program: left out, not for Linux

frame() {
  cat <<'DURWARD'
-A INPUT ! -i lo -m comment --comment durward -j DURWARD-IN-BLOCK
-A INPUT ! -i lo -m comment --comment durward -j DURWARD-IN-ALLOW
-A OUTPUT ! -o lo -m comment --comment durward -j DURWARD-OUT-BLOCK
-A OUTPUT ! -o lo -m comment --comment durward -j DURWARD-OUT-ALLOW

-m conntrack --ctdir REPLY -m comment --comment "durward: replies pass" -j RETURN

plain

INPUT_ZONES
INPUT_direct
shorewall
DURWARD
}

rules_ipv4() {
  with_users <<'DURWARD'
-A DURWARD-IN-ALLOW -p tcp -m tcp --dport 443:444 -m conntrack ! --ctstate INVALID --ctdir ORIGINAL -m comment --comment "durward:plain/Port 443 rule" -j ACCEPT
-A DURWARD-OUT-ALLOW -p tcp -m tcp --sport 443:444 -m conntrack --ctdir REPLY -m comment --comment "durward:plain/Port 443 rule" -j ACCEPT
DURWARD
}

rules_ipv6() {
  with_users <<'DURWARD'
-A DURWARD-IN-ALLOW -p tcp -m tcp --dport 443:444 -m conntrack ! --ctstate INVALID --ctdir ORIGINAL -m comment --comment "durward:plain/Port 443 rule" -j ACCEPT
-A DURWARD-OUT-ALLOW -p tcp -m tcp --sport 443:444 -m conntrack --ctdir REPLY -m comment --comment "durward:plain/Port 443 rule" -j ACCEPT
DURWARD
}

with_users() {
  cat
}

require_users() {
  :
}
