# shellcheck shell=sh
# Sourced by `check` and `try`: what is missing on this host, and how to get it.
# Installs packages only; starts and enables nothing.

# The firewall's tools stand where an ordinary user's PATH doesn't lead.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

have() {
  command -v "$1" >/dev/null 2>&1
}

# Points JAVA_HOME to a JDK 17 or newer, for Maven; fails when there is none.
find_jdk() {
  for javac in "${JAVA_HOME:-}/bin/javac" "$(command -v javac || true)" /usr/lib/jvm/*/bin/javac
  do
    [ -x "$javac" ] || continue
    version=$("$javac" -version 2>&1) || continue # such as `javac 17.0.15`
    version=${version#javac }
    [ "${version%%[!0-9]*}" -ge 17 ] 2>/dev/null || continue
    # -f: it is a chain of links where alternatives are in use
    javac=$(readlink -f "$javac")
    JAVA_HOME=${javac%/bin/javac}
    export JAVA_HOME
    return 0
  done
  return 1
}

# Whether one of these is there, such as what a pattern stands for.
has_file() {
  [ -e "$1" ]
}

has_need() {
  case $1 in
    jdk) find_jdk ;;
    iptables) have iptables-save && have ip6tables-save ;;
    iproute) have ip && have tc ;;
    nftables) have nft ;;
    unshare) have unshare ;;
    dbus) have dbus-daemon ;;
    testssl) have testssl || have testssl.sh ;;
    chromium) have chromium || have chromium-browser || have google-chrome ;;
    fail2ban) have fail2ban-client ;;
    upnpc) have upnpc && have natpmpc ;;
    sshd) have ssh && have ssh-keygen && have sshd ;;
    wine) [ -x /usr/lib/wine/wine64 ] || have wine64 || have wine ;;
    mingw) have x86_64-w64-mingw32-gcc ;;
    libfaketime) has_file /usr/lib/*/faketime/libfaketime.so.1 ||
      has_file /usr/lib*/faketime/libfaketime.so.1 ;;
    locales) have localedef && [ -d /usr/share/i18n/locales ] ;;
    *) have "$1" ;;
  esac
}

# The needs of these that are missing, in one line.
missing() {
  found=
  for need in "$@"; do
    has_need "$need" || found="$found $need"
  done
  printf '%s' "${found# }"
}

# The first of these packages that the distribution has; the last if its lists know none.
first_of() {
  for package in "$@"; do
    case $manager in
      apt-get) apt-cache show --no-all-versions "$package" >/dev/null 2>&1 || continue ;;
      dnf) dnf -q info "$package" >/dev/null 2>&1 || continue ;;
      apk) [ -n "$(apk search -qe "$package")" ] || continue ;;
    esac
    break
  done
  echo "$package"
}

# What the distribution calls a need.
package_of() {
  case $manager:$1 in
    apt-get:jdk) first_of openjdk-21-jdk-headless openjdk-17-jdk-headless \
      default-jdk-headless ;;
    dnf:jdk) first_of java-21-openjdk-devel java-25-openjdk-devel java-17-openjdk-devel ;;
    apk:jdk) first_of openjdk21-jdk openjdk17-jdk ;;
    *:mvn) echo maven ;;
    dnf:iptables) echo iptables-nft ;;
    dnf:iproute) echo iproute iproute-tc ;;
    *:iproute) echo iproute2 ;;
    *:unshare) echo util-linux ;;
    dnf:shellcheck) echo ShellCheck ;;
    apt-get:nginx) first_of nginx-light nginx ;;
    apt-get:testssl | apk:testssl) echo testssl.sh ;;
    apt-get:sshd) echo openssh-client openssh-server ;;
    dnf:sshd) echo openssh-clients openssh-server ;;
    apk:sshd) echo openssh ;;
    apt-get:wine) echo wine64 ;;
    dnf:wine) echo wine-core ;;
    apt-get:mingw) echo gcc-mingw-w64-x86-64 ;;
    dnf:mingw) echo mingw64-gcc ;;
    apk:mingw) echo mingw-w64-gcc ;;
    apt-get:upnpc) echo miniupnpc natpmpc ;;
    dnf:upnpc) echo miniupnpc libnatpmp ;;
    apk:upnpc) echo miniupnpc libnatpmp ;;
    dnf:fail2ban) echo fail2ban-server ;;
    dnf:conntrack | apk:conntrack) echo conntrack-tools ;;
    dnf:dbus) echo dbus-daemon ;;
    dnf:locales) echo glibc-locale-source ;;
    dnf:npm) echo nodejs-npm ;;
    *) echo "$1" ;;
  esac
}

# Sets `manager` and `install`, the command that installs packages; fails on other distributions.
find_manager() {
  for manager in apt-get dnf apk; do
    have "$manager" || continue
    case $manager in
      # --no-remove: ufw's package would push iptables-persistent, and with it the rules, off a host
      apt-get) install="apt-get install -y --no-remove --no-install-recommends" ;;
      dnf) install="dnf install -y --setopt=install_weak_deps=False" ;;
      apk) install="apk add" ;;
    esac
    return 0
  done
  return 1
}

is_root() {
  [ "$(id -u)" -eq 0 ]
}

# Debian's packages start their services when installed, unless this file says no. One that stands
# there already is left to decide as it does.
no_services=/usr/sbin/policy-rc.d
no_services_text='# for the time of one installation, by Durward; remove it if it was left behind'

forbid_services() {
  ! grep -qsxF "$no_services_text" "$no_services" || rm -f "$no_services"
  [ "$manager" = apt-get ] && [ ! -e "$no_services" ] || return 0
  trap allow_services EXIT
  trap 'exit 130' INT HUP TERM
  printf '%s\n' '#!/bin/sh' "$no_services_text" 'exit 101' >"$no_services"
  chmod 755 "$no_services"
}

allow_services() {
  ! grep -qsxF "$no_services_text" "$no_services" || rm -f "$no_services"
  trap - EXIT INT HUP TERM
}

# Installs packages, quietly; what the package manager said is shown when it fails.
install_packages() {
  forbid_services
  log=$(mktemp)
  outcome=0
  # Again with fresh lists: old ones name files that are gone.
  install_now "$@" || { [ "$manager" = apt-get ] && apt-get -qq update && install_now "$@"; } ||
    outcome=$?
  allow_services
  # What only tests want must not come up with the next boot either.
  for service in nginx fail2ban firewalld; do
    case " $*" in
      *" $service"*)
        ! have systemctl || systemctl disable --quiet "$service" >/dev/null 2>&1 || true
        ;;
    esac
  done
  [ "$outcome" -eq 0 ] || tail -n 5 "$log" >&2
  rm -f "$log"
  return "$outcome"
}

install_now() {
  # shellcheck disable=SC2086 # a command of several words
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 $install "$@" >"$log" 2>&1
}

# apt-get knows no package on a fresh image until it is told to look.
refresh_lists() {
  [ "$manager" != apt-get ] || find /var/lib/apt/lists -name '*_Packages*' | grep -q . ||
    apt-get -qq update
}
