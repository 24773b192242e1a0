@echo off
rem # Makes this host's Defender Firewall as rule files say; made by durward render.
rem #
rem # Run it from a terminal with "Run as administrator": FILE.cmd
rem # It needs Windows 7 or newer. Run again, it gives the same rules, and no port is shut
rem # on the way. Rules of these policies that are not here go in the end; one whose name
rem # isn't ASCII may stay, since netsh prints such names in another encoding. It stops at
rem # the first command that fails, with that command's exit code; what it has added till
rem # then stays, and what was there stays too.
rem #
rem # Policy web.1, from src/test/resources/render/rules.yaml:
rem #   &calc ^ 100%% (of %%PATH%%) & <a> !: allow in tcp 443-444,9000-9010 from any in domain,private
rem #   console: allow in tcp+udp 8443 from 192.0.2.10-192.0.2.20,203.0.113.0/24,2001:db8::/32 for %%ProgramFiles(x86)%%\A & B\100%%\x.exe for the service Tomcat10
rem #   ping: allow in icmp from any type 8 over lan,ras (ipv4)
rem #   files: allow in tcp 445 from localsubnet
rem #   no mail: block out tcp 25 to any (ipv6)
rem #   gone: left out, expired on 2020-01-01
rem #   off: left out, not enabled in the file

setlocal DisableDelayedExpansion
rem # Texts are UTF-8. The terminal stays in this code page.
%SystemRoot%\System32\chcp.com 65001 >nul || goto :failed
if not defined ProgramFiles(x86) (
  >&2 echo durward: this host has no variable ProgramFiles^(x86^)
  exit /b 5
)

%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="&calc ^ 100%% (of %%PATH%%) & <a> ! [durward:web.1]" dir=in action=allow enable=yes profile=domain,private protocol=tcp localport=443-444,9000-9010 description="It is “quoted” ‘so’, with $env:x, `n and 中 [durward:web.1/&calc ^ 100%% (of %%PATH%%) & <a> !]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="&calc ^ 100%% (of %%PATH%%) & <a> ! [durward:web.1]" new name="&calc ^ 100%% (of %%PATH%%) & <a> ! [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="&calc ^ 100%% (of %%PATH%%) & <a> ! [durward:web.1]" dir=in action=allow enable=yes profile=domain,private protocol=tcp localport=443-444,9000-9010 description="It is “quoted” ‘so’, with $env:x, `n and 中 [durward:web.1/&calc ^ 100%% (of %%PATH%%) & <a> !]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="console [durward:web.1]" dir=in action=allow enable=yes program="%ProgramFiles(x86)%\A & B\100%%\x.exe" service=Tomcat10 protocol=tcp localport=8443 remoteip=192.0.2.10-192.0.2.20,203.0.113.0/24,2001:db8::/32 edge=deferapp description="[justification: CHG-1042] [durward:web.1/console]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="console [durward:web.1]" new name="console [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="console [durward:web.1]" dir=in action=allow enable=yes program="%ProgramFiles(x86)%\A & B\100%%\x.exe" service=Tomcat10 protocol=tcp localport=8443 remoteip=192.0.2.10-192.0.2.20,203.0.113.0/24,2001:db8::/32 edge=deferapp description="[justification: CHG-1042] [durward:web.1/console]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="console [durward:web.1 2]" dir=in action=allow enable=yes program="%ProgramFiles(x86)%\A & B\100%%\x.exe" service=Tomcat10 protocol=udp localport=8443 remoteip=192.0.2.10-192.0.2.20,203.0.113.0/24,2001:db8::/32 edge=deferapp description="[justification: CHG-1042] [durward:web.1/console]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="console [durward:web.1 2]" new name="console [durward:web.1 2 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="console [durward:web.1 2]" dir=in action=allow enable=yes program="%ProgramFiles(x86)%\A & B\100%%\x.exe" service=Tomcat10 protocol=udp localport=8443 remoteip=192.0.2.10-192.0.2.20,203.0.113.0/24,2001:db8::/32 edge=deferapp description="[justification: CHG-1042] [durward:web.1/console]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="ping [durward:web.1]" dir=in action=allow enable=yes protocol=icmpv4:8,any interfacetype=lan description="[durward:web.1/ping]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="ping [durward:web.1]" new name="ping [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="ping [durward:web.1]" dir=in action=allow enable=yes protocol=icmpv4:8,any interfacetype=lan description="[durward:web.1/ping]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="ping [durward:web.1 2]" dir=in action=allow enable=yes protocol=icmpv4:8,any interfacetype=ras description="[durward:web.1/ping]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="ping [durward:web.1 2]" new name="ping [durward:web.1 2 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="ping [durward:web.1 2]" dir=in action=allow enable=yes protocol=icmpv4:8,any interfacetype=ras description="[durward:web.1/ping]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="files [durward:web.1]" dir=in action=allow enable=yes protocol=tcp localport=445 remoteip=localsubnet description="[durward:web.1/files]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="files [durward:web.1]" new name="files [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="files [durward:web.1]" dir=in action=allow enable=yes protocol=tcp localport=445 remoteip=localsubnet description="[durward:web.1/files]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="no mail [durward:web.1]" dir=out action=block enable=yes protocol=tcp remoteport=25 remoteip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff description="[durward:web.1/no mail]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall set rule name="no mail [durward:web.1]" new name="no mail [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall add rule name="no mail [durward:web.1]" dir=out action=block enable=yes protocol=tcp remoteport=25 remoteip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff description="[durward:web.1/no mail]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="&calc ^ 100%% (of %%PATH%%) & <a> ! [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="console [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="console [durward:web.1 2 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="ping [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="ping [durward:web.1 2 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="files [durward:web.1 going]" || goto :failed
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="no mail [durward:web.1 going]" || goto :failed

set "keep1=&calc ^ 100%% (of %%PATH%%) & <a> ! [durward:web.1]"
set "keep2=console [durward:web.1]"
set "keep3=console [durward:web.1 2]"
set "keep4=ping [durward:web.1]"
set "keep5=ping [durward:web.1 2]"
set "keep6=files [durward:web.1]"
set "keep7=no mail [durward:web.1]"
rem # Rules of these policies that are not here any more. The words before the colon are in
rem # the language of this host. A loop can't tell when its command fails: it is tried first.
%SystemRoot%\System32\netsh.exe advfirewall firewall show rule name=all >nul || goto :failed
for /f "tokens=1* delims=:" %%a in ('%SystemRoot%\System32\netsh.exe advfirewall firewall show rule name^=all ^| %SystemRoot%\System32\findstr.exe /r /c:"[^ ] \[durward:web\.1\]$" /c:"[^ ] \[durward:web\.1 [0-9]*\]$" /c:"[^ ] \[durward:web\.1 going\]$" /c:"[^ ] \[durward:web\.1 [0-9]* going\]$"') do for /f "eol=| tokens=*" %%n in ("%%b") do (
  set "name=%%n"
  call :stale || goto :failed
)
exit /b 0

:stale
setlocal EnableDelayedExpansion
for /l %%i in (1,1,7) do if "!name!"=="!keep%%i!" exit /b 0
%SystemRoot%\System32\netsh.exe advfirewall firewall show rule name="!name!" >nul || exit /b 0
%SystemRoot%\System32\netsh.exe advfirewall firewall delete rule name="!name!"
exit /b %errorlevel%

:failed
set "code=%errorlevel%"
>&2 echo durward: stopped, since that command ended with %code%. Run this again when it is mended.
exit /b %code%
