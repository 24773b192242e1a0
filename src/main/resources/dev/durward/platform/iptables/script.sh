
say() {
  printf 'durward: %s\n' "$1" >&2
}

stop() {
  say "$1"
  say 'nothing was changed'
  exit 5
}

# The kernel keeps numbers of users, which differ from host to host: $1 as a pattern, $2 as it is.
user() {
  sed "s/ --uid-owner $1 / --uid-owner $(id -u "$2") /"
}

# What the changes of a family are made from: $1 is ipv4 or ipv6, $2 what is there.
facts() {
  frame
  echo
  "rules_$1"
  echo
  printf '%s\n' "$2"
}

restore() {
  printf '%s\n' "$2" | "$1" --noflush -w 10
}

LC_ALL=C
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
export LC_ALL PATH

[ "$(id -u)" -eq 0 ] || stop 'run this as root'
for tool in iptables iptables-restore ip6tables ip6tables-restore awk; do
  command -v "$tool" > /dev/null || stop "this host has no $tool"
done
require_users

if iptables -V | grep -q nf_tables && command -v nft > /dev/null; then
  if nft list table inet firewalld > /dev/null 2>&1; then
    stop "firewalld runs this host's firewall: open the ports with firewall-cmd"
  fi
  for table in ip ip6; do
    # iptables shows such rules wider than they are.
    if nft -j list table "$table" filter 2> /dev/null | grep -Eq '"(set|vmap)":'; then
      stop "nft has put sets or verdict maps into table $table filter: move them to one of their own"
    fi
  done
fi

there4=$(iptables -w 10 -S) || stop 'iptables could not list the rules of IPv4'
there6=$(ip6tables -w 10 -S) || stop 'ip6tables could not list the rules of IPv6'
do4=$(facts ipv4 "$there4" | changes there) || stop 'see above'
do6=$(facts ipv6 "$there6" | changes there) || stop 'see above'
back4=$(facts ipv4 "$there4" | changes back)

if [ -z "$do4$do6" ]; then
  echo 'Nothing to do: this host is as written.'
  exit 0
fi

# Between the two families nothing but a kill can end this script.
trap '' HUP INT TERM
if [ -n "$do4" ]; then
  restore iptables-restore "$do4" || {
    code=$?
    say 'iptables-restore refused the change, and nothing was changed'
    exit "$code"
  }
fi
if [ -n "$do6" ]; then
  restore ip6tables-restore "$do6" || {
    code=$?
    say 'ip6tables-restore refused the change'
    if [ -n "$do4" ]; then
      restore iptables-restore "$back4" || {
        say 'and IPv4 could not be put back; give this to iptables-restore --noflush:'
        printf '%s\n' "$back4" >&2
        exit "$code"
      }
    fi
    say 'the host is as before'
    exit "$code"
  }
fi
echo 'Done.'
