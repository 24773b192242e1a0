
say() {
  printf 'durward: %s\n' "$1" >&2
}

# Puts the rules of a family back: $1 is ipv4 or ipv6, $2 its iptables. Each family is whole or not
# at all; what one of them refuses does not keep the other shut or open.
family() {
  rules=$folder/$1.rules
  [ -r "$rules" ] || {
    say "$rules can not be read; run durward apply to write it again"
    return 1
  }
  there=$("$2$suffix" -w 10 -S) || {
    # A kernel without IPv6 has nothing to put back.
    grep -q '^-A ' "$rules" || return 0
    say "$2$suffix could not list the rules there are, and $1 has none of Durward's"
    return 1
  }
  edits=$({
    frame
    echo
    grep -E '^(-A|# before) ' "$rules"
    echo
    printf '%s\n' "$there"
  } | changes boot) || return 1
  [ -n "$edits" ] || return 0
  printf '%s\n' "$edits" | "$2$suffix-restore" --noflush -w 10 || {
    say "$2$suffix-restore refused, and $1 is as it was; run durward apply"
    return 1
  }
  case $edits in *'# in doubt'*) return 1 ;; esac
}

PATH=/usr/sbin:/usr/bin:/sbin:/bin
LC_ALL=C
export LC_ALL PATH

outcome=0
family ipv4 "$iptables" || outcome=1
family ipv6 "$ip6tables" || outcome=1
exit "$outcome"
