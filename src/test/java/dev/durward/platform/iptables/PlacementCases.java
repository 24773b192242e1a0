package dev.durward.platform.iptables;

/** The layouts of {@link JumpPlacementTest}; what they mean says {@link PlacementCase}. */
final class PlacementCases {
  private PlacementCases() {}

  /** Hosts that Durward comes to for the first time. */
  static final String FRESH =
      """
      # an empty chain takes the block first and the allow behind it: ALLOW BLOCK
      INPUT ACCEPT
      + BLOCK
      + ALLOW

      # before the catch-all at the end, behind the bans and whatever is allowed: ALLOW BLOCK
      INPUT ACCEPT
      -A f2b-sshd -s 10.0.0.9/32 -j REJECT --reject-with icmp-port-unreachable
      -A f2b-sshd -j RETURN
      + BLOCK
        -p tcp -m multiport --dports 22 -j f2b-sshd
        -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -i lo -j ACCEPT
        -p tcp -m conntrack --ctstate NEW -m tcp --dport 22 -j ACCEPT
      + ALLOW
        -j REJECT --reject-with icmp-host-prohibited

      # a policy of DROP comes behind every rule, so the allow is the last: ALLOW BLOCK
      INPUT DROP
      + BLOCK
        -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -s 10.0.0.9/32 -j DROP
      + ALLOW

      # a specific block keeps its effect, whatever it is about: ALLOW BLOCK
      INPUT ACCEPT
      + BLOCK
        -s 10.0.0.9/32 -j DROP
        -m conntrack --ctstate INVALID -j DROP
        -p tcp -m tcp ! --tcp-flags FIN,SYN,RST,ACK SYN -m conntrack --ctstate NEW -j DROP
        -m pkttype --pkt-type broadcast -j DROP
        -p tcp -m tcp --dport 443 -m connlimit --connlimit-above 20 -j REJECT
      + ALLOW
        -j DROP

      # only what is wanted is put in: ALLOW
      INPUT ACCEPT
        -s 10.0.0.9/32 -j DROP
      + ALLOW
        -j DROP

      # a block needs no catch-all: BLOCK
      INPUT ACCEPT
      + BLOCK
        -j ACCEPT

      # the same in the other direction, where interfaces go out: ALLOW BLOCK
      OUTPUT ACCEPT
      + BLOCK
        -o lo -j ACCEPT
        -d 10.0.0.9/32 -j REJECT
      + ALLOW
        -o eth0 -j DROP""";

  /** What counts as a catch-all, and what does not. */
  static final String CATCH_ALLS =
      """
      # a chain reached by -j that refuses everything left: ALLOW
      INPUT ACCEPT
      -A RH -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A RH -p tcp -m tcp --dport 22 -j ACCEPT
      -A RH -j REJECT --reject-with icmp-host-prohibited
        -s 10.0.0.9/32 -j DROP
      + ALLOW
        -j RH

      # a catch-all reached by -g within a chain: ALLOW
      INPUT DROP
      -A net-fw -p tcp -m tcp --dport 22 -j ACCEPT
      -A net-fw -g reject
      -A reject -s 224.0.0.0/4 -j DROP
      -A reject -m addrtype --src-type BROADCAST -j DROP
      -A reject -p tcp -m tcp --tcp-flags FIN,SYN,RST,PSH,ACK,URG NONE -j DROP
      -A reject -j REJECT --reject-with icmp-host-prohibited
      + ALLOW
        -i eth0 -j net-fw
        -i eth1 -j net-fw

      # -g leaves the rest of INPUT to its policy: ALLOW
      INPUT DROP
      -A services -p tcp -m tcp --dport 22 -j ACCEPT
        -i lo -j ACCEPT
      + ALLOW
        -g services
        -s 10.0.0.9/32 -j DROP

      # so does RETURN: ALLOW
      INPUT DROP
      + ALLOW
        -j RETURN

      # a chain that lets some come back is a specific block: ALLOW
      INPUT ACCEPT
      -A lan -s 10.0.0.0/24 -j RETURN
      -A lan -j DROP
        -j lan
      + ALLOW

      # a chain that lets replies alone come back refuses all new ones: ALLOW
      INPUT ACCEPT
      -A fresh -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN
      -A fresh -j DROP
      + ALLOW
        -j fresh

      # one for the protocol that is allowed: ALLOW
      INPUT ACCEPT
        -s 10.0.0.9/32 -p tcp -j DROP
        -p udp -j REJECT
      + ALLOW
        -p tcp -j REJECT --reject-with tcp-reset

      # one for an interface, where the allow is for all: ALLOW
      INPUT ACCEPT
        -i eth1 -p tcp -m tcp --dport 22 -j ACCEPT
      + ALLOW
        -i eth1 -j DROP

      # one for all interfaces but loopback: ALLOW
      INPUT ACCEPT
      + ALLOW
        ! -i lo -j DROP

      # one for new connections: ALLOW
      INPUT ACCEPT
      + ALLOW
        -m conntrack --ctstate NEW,INVALID -j DROP

      # one up to a rate swallows most of what is allowed: ALLOW
      INPUT DROP
      + ALLOW
        -m limit --limit 2/min -j REJECT --reject-with icmp-port-unreachable

      # an accept up to a rate ends nothing: ALLOW
      INPUT ACCEPT
        -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m limit --limit 25/sec -j ACCEPT
      + ALLOW
        -j DROP

      # nothing behind an accept of everything is reached: ALLOW
      INPUT ACCEPT
        -j ACCEPT
        -j DROP
      + ALLOW

      # ufw: packets for this host come back from its chains, and the policy refuses them: ALLOW BLOCK
      INPUT DROP
      -A before -i lo -j ACCEPT
      -A before -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A before -m conntrack --ctstate INVALID -j DROP
      -A before -j not-local
      -A before -j user
      -A not-local -m addrtype --dst-type LOCAL -j RETURN
      -A not-local -m addrtype --dst-type MULTICAST -j RETURN
      -A not-local -j DROP
      -A user -s 10.0.0.9/32 -j DROP
      -A user -p tcp -m tcp --dport 22 -j ACCEPT
      + BLOCK
        -j before
      + ALLOW

      # ufw with a default of reject: ALLOW BLOCK
      INPUT DROP
      -A before -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
      -A reject-input -j REJECT --reject-with icmp-port-unreachable
      + BLOCK
        -j before
      + ALLOW
        -j reject-input

      # a block behind another interface's catch-all can't keep its effect: ALLOW
      INPUT ACCEPT
      + ALLOW
        -i eth1 -j DROP
      ! -s 10.0.0.9/32 -j DROP
        -j REJECT

      # nor can one behind a catch-all that is limited: ALLOW
      INPUT DROP
      + ALLOW
        -m limit --limit 2/min -j REJECT --reject-with icmp-port-unreachable
      ! -s 10.0.0.9/32 -j DROP

      # nor one in the chain of the catch-all, by -j or by -g: ALLOW
      INPUT ACCEPT
      !-A RH -s 10.0.0.9/32 -j DROP
      -A RH -s 10.0.0.8/32 -p udp -j DROP
      -A RH -p tcp -m tcp --dport 22 -j ACCEPT
      !-A RH -j bans
      -A RH -g end
      -A bans -s 10.0.0.7/32 -j DROP
      !-A end -s 10.0.0.6/32 -j REJECT
      -A end -j DROP
      -A end -s 10.0.0.5/32 -j REJECT
      + ALLOW
        -j RH

      # what an interface accepts as a whole reaches no block behind that: ALLOW
      INPUT ACCEPT
        -i eth1 -j ACCEPT
      + ALLOW
        -i eth0 -j DROP
        -s 10.0.0.9/32 -i eth1 -j DROP

      # the same behind the catch-all of its own interface is out of reach, and not reported: ALLOW
      INPUT ACCEPT
      + ALLOW
        -i eth1 -j DROP
        -s 10.0.0.9/32 -i eth1 -j DROP
        -j REJECT""";

  /** Jumps that stand well enough are left where they are. */
  static final String STANDING =
      """
      # where they were put: ALLOW BLOCK
      INPUT ACCEPT
        BLOCK
        -i lo -j ACCEPT
        -p tcp -m tcp --dport 22 -j ACCEPT
        ALLOW
        -j REJECT

      # a ban put in at 1 later: ALLOW BLOCK
      INPUT ACCEPT
      -A f2b-sshd -s 10.0.0.9/32 -j REJECT --reject-with icmp-port-unreachable
      -A f2b-sshd -j RETURN
        -p tcp -j f2b-sshd
        BLOCK
        -i lo -j ACCEPT
        ALLOW
        -j REJECT

      # further up than needed, with nothing specific behind it: ALLOW BLOCK
      INPUT DROP
        BLOCK
        ALLOW
        -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
        -p tcp -m tcp --dport 22 -j ACCEPT
        -j REJECT

      # loopback's accept before the block overtakes nothing: BLOCK
      INPUT ACCEPT
        -i lo -j ACCEPT
        BLOCK

      # a block of another protocol behind it does not concern it: ALLOW
      INPUT ACCEPT
        ALLOW
        -p udp -m udp --dport 53 -j DROP
        -j DROP

      # a rule behind the catch-all decides about nothing: ALLOW
      INPUT ACCEPT
        ALLOW
        -j DROP
        -s 10.0.0.9/32 -j DROP""";

  /** Jumps that others have overtaken, changed or lost. */
  static final String MOVED =
      """
      # a foreign accept above the block would beat it: ALLOW BLOCK
      INPUT ACCEPT
      + BLOCK
        -p tcp -m tcp --dport 23 -j ACCEPT
      - BLOCK
        ALLOW
        -j DROP

      # so would one in a chain above it: BLOCK
      INPUT ACCEPT
      -A user -p tcp -m tcp --dport 23 -j ACCEPT
      + BLOCK
        -j user
      - BLOCK

      # and the own allow chain: ALLOW BLOCK
      INPUT ACCEPT
      + BLOCK
        ALLOW
      - BLOCK

      # a specific block put behind the allow is to have its effect: ALLOW
      INPUT DROP
      - ALLOW
        -s 10.0.0.9/32 -j DROP
      + ALLOW

      # a catch-all put above the allow must not swallow it: ALLOW
      INPUT ACCEPT
        -s 10.0.0.9/32 -j DROP
      + ALLOW
        -j REJECT
      - ALLOW

      # one jump is enough: ALLOW
      INPUT ACCEPT
      - ALLOW
        -i lo -j ACCEPT
      - ALLOW
      + ALLOW
        -j DROP

      # a goto would leave the rest to the policy: ALLOW
      INPUT ACCEPT
      - ! -i lo -m comment --comment durward -g DURWARD-IN-ALLOW
      + ALLOW
        -j DROP

      # a jump that loopback takes as well is not the one: BLOCK
      INPUT ACCEPT
      - -m comment --comment durward -j DURWARD-IN-BLOCK
      + BLOCK

      # chains without rules need no jump: nothing
      INPUT ACCEPT
      - BLOCK
        -i lo -j ACCEPT
      - ALLOW
        -j DROP""";
}
