@echo off
rem Starts Durward on Windows: finds its jar and a Java 17 or newer, and hands over to it.
rem
rem   JAVA_HOME    the Java to use; without it, the java.exe on PATH
rem   DURWARD_JAR  the jar to run; without it, the one of this checkout or installation
rem
rem There are no blocks in parentheses: a path such as C:\Program Files (x86) would end them.
setlocal EnableExtensions DisableDelayedExpansion

call :locate
for %%I in ("%here%..") do set "home=%%~fI"

if not defined DURWARD_JAR goto search
for %%I in ("%DURWARD_JAR:"=%") do set "jar=%%~fI"
if exist "%jar%\*" goto nojar
if exist "%jar%" goto findjava
:nojar
echo durward: DURWARD_JAR is set to "%DURWARD_JAR:"=%", which is not a file>&2
exit /b 5

rem A checkout; an installation (PREFIX\bin, PREFIX\lib\durward); all in one folder.
:search
set "jar=%home%\target\durward.jar"
if not exist "%jar%" set "jar=%home%\lib\durward\durward.jar"
if not exist "%jar%" set "jar=%here%durward.jar"
if exist "%jar%" goto findjava
echo durward: durward.jar not found: build it (mvn package in "%home%"), or set DURWARD_JAR to its path>&2
exit /b 5

:findjava
set "wanted=install a Java runtime 17 or newer, or set JAVA_HOME to the folder of one"
if not defined JAVA_HOME goto searchjava
set "java=%JAVA_HOME:"=%\bin\java.exe"
if exist "%java%" goto version
echo durward: JAVA_HOME is set to "%JAVA_HOME:"=%", but there is no program "%java%": set it to the folder of a Java 17 or newer, or unset it>&2
exit /b 5
:searchjava
set "java="
for %%I in (java.exe) do set "java=%%~$PATH:I"
if defined java goto version
echo durward: no java on PATH: %wanted%>&2
exit /b 5

rem The version stands in a file of the Java installation, so that asking costs no start of Java.
:version
set "version="
set "release="
for %%I in ("%java%\..\..\release") do set "release=%%~fI"
if not exist "%release%" goto ask
for /f "usebackq tokens=1,* delims==" %%K in ("%release%") do if "%%K"=="JAVA_VERSION" set "version=%%~L"
if defined version goto judge
rem A copy of java.exe elsewhere, or an odd installation: openjdk version "17.0.15" 2025-04-15
:ask
for /f "tokens=2,3" %%K in ('^""%java%" -version 2^>^&1^"') do if "%%K"=="version" set "version=%%~L"
:judge
set "major=0"
for /f "delims=.-+_ " %%K in ("%version%") do set "major=%%K"
for /f "delims=0123456789" %%K in ("%major%") do set "major=0"
if %major% GEQ 17 goto start
echo durward: "%java%" is Java %version%: %wanted%>&2
exit /b 5

:start
rem Classes that are parsed and laid out already start in about half the time.
set share=-Xshare:auto
if exist "%jar:~0,-4%.jsa" set share="-XX:SharedArchiveFile=%jar:~0,-4%.jsa"

rem For a short life, as the launcher for POSIX explains. The user's language is kept out of the
rem output, and a child's arguments reach it as they stand, quotes included.
"%java%" -XX:+UseSerialGC -XX:NewSize=160m -XX:-UsePerfData %share% -Xlog:disable ^
  -XX:TieredStopAtLevel=1 -XX:CICompilerCount=1 -XX:Tier3InvocationThreshold=500 ^
  -XX:Tier3MinInvocationThreshold=300 -XX:Tier3CompileThreshold=2000 ^
  -XX:Tier3BackEdgeThreshold=2000 ^
  -Duser.language=en -Duser.country= -Djdk.lang.Process.allowAmbiguousCommands=false ^
  "-Ddurward.program=%here%durward.cmd" -jar "%jar%" %*
exit /b %errorlevel%

rem Only in a subroutine is %~dp0 right however this script was called.
:locate
set "here=%~dp0"
exit /b 0
