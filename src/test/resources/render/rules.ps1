#Requires -Version 4.0
#Requires -RunAsAdministrator
#Requires -Modules NetSecurity
# Makes this host's Defender Firewall as rule files say; made by durward render.
#
# Run it from a terminal with "Run as administrator":
#   powershell -ExecutionPolicy Bypass -File FILE.ps1
# It needs Windows 8.1, Windows Server 2012 R2 or newer. Run again, it gives the same
# rules: those of these policies that were there before go when all that come are there,
# so that no port is shut on the way. It stops at the first command that fails, takes
# away what it has added, and ends with 1.
#
# Policy web.1, from src/test/resources/render/rules.yaml:
#   &calc ^ 100% (of %PATH%) & <a> !: allow in tcp 443-444,9000-9010 from any in domain,private
#   console: allow in tcp+udp 8443 from 192.0.2.10-192.0.2.20,203.0.113.0/24,2001:db8::/32 for %ProgramFiles(x86)%\A & B\100%\x.exe for the service Tomcat10
#   ping: allow in icmp from any type 8 over lan,ras (ipv4)
#   files: allow in tcp 445 from localsubnet
#   no mail: block out tcp 25 to any (ipv6)
#   gone: left out, expired on 2020-01-01
#   off: left out, not enabled in the file

$ErrorActionPreference = 'Stop'
if (-not ${env:ProgramFiles(x86)}) { throw 'this host has no variable ProgramFiles(x86)' }
$mark = '. \[durward:(web\.1)( [0-9]+)?( going)?\]$'
$before = @(Get-NetFirewallRule | Where-Object DisplayName -CMatch $mark)
$added = @()
try {
    $added += New-NetFirewallRule -DisplayName '&calc ^ 100% (of %PATH%) & <a> ! [durward:web.1]' -Direction Inbound -Action Allow -Profile Domain,Private -Protocol TCP -LocalPort '443-444','9000-9010' -Description 'It is “quoted” ‘‘so’’, with $env:x, `n and 中 [durward:web.1/&calc ^ 100% (of %PATH%) & <a> !]'
    $added += New-NetFirewallRule -DisplayName 'console [durward:web.1]' -Direction Inbound -Action Allow -Protocol TCP -LocalPort '8443' -RemoteAddress '192.0.2.10-192.0.2.20','203.0.113.0/24','2001:db8::/32' -Program (${env:ProgramFiles(x86)} + '\A & B\100%\x.exe') -Service 'Tomcat10' -EdgeTraversalPolicy DeferToApp -Description '[justification: CHG-1042] [durward:web.1/console]'
    $added += New-NetFirewallRule -DisplayName 'console [durward:web.1 2]' -Direction Inbound -Action Allow -Protocol UDP -LocalPort '8443' -RemoteAddress '192.0.2.10-192.0.2.20','203.0.113.0/24','2001:db8::/32' -Program (${env:ProgramFiles(x86)} + '\A & B\100%\x.exe') -Service 'Tomcat10' -EdgeTraversalPolicy DeferToApp -Description '[justification: CHG-1042] [durward:web.1/console]'
    $added += New-NetFirewallRule -DisplayName 'ping [durward:web.1]' -Direction Inbound -Action Allow -Protocol ICMPv4 -IcmpType '8' -InterfaceType Wired -Description '[durward:web.1/ping]'
    $added += New-NetFirewallRule -DisplayName 'ping [durward:web.1 2]' -Direction Inbound -Action Allow -Protocol ICMPv4 -IcmpType '8' -InterfaceType RemoteAccess -Description '[durward:web.1/ping]'
    $added += New-NetFirewallRule -DisplayName 'files [durward:web.1]' -Direction Inbound -Action Allow -Protocol TCP -LocalPort '445' -RemoteAddress 'LocalSubnet' -Description '[durward:web.1/files]'
    $added += New-NetFirewallRule -DisplayName 'no mail [durward:web.1]' -Direction Outbound -Action Block -Protocol TCP -RemotePort '25' -RemoteAddress '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' -Description '[durward:web.1/no mail]'
} catch {
    foreach ($rule in $added) { Remove-NetFirewallRule -InputObject $rule }
    throw
}
foreach ($rule in $before) { Remove-NetFirewallRule -InputObject $rule }
