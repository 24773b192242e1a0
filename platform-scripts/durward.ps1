# Starts Durward on Windows: finds its jar and a Java 17 or newer, and hands over to it.
#
#   JAVA_HOME    the Java to use; without it, the java.exe on PATH
#   DURWARD_JAR  the jar to run; without it, the one of this checkout or installation
#
# For Windows PowerShell 5.1 and PowerShell 7.

function Stop-Here([string] $Message) {
  [Console]::Error.WriteLine("durward: $Message")
  exit 5
}

if ($env:DURWARD_JAR) {
  if (-not (Test-Path -LiteralPath $env:DURWARD_JAR -PathType Leaf)) {
    Stop-Here "DURWARD_JAR is set to $env:DURWARD_JAR, which is not a file"
  }
  $jar = (Resolve-Path -LiteralPath $env:DURWARD_JAR).ProviderPath
} else {
  # A checkout; an installation (PREFIX\bin, PREFIX\lib\durward); all in one folder.
  $prefix = Split-Path -Parent $PSScriptRoot
  $jar = "$prefix\target\durward.jar", "$prefix\lib\durward\durward.jar",
    "$PSScriptRoot\durward.jar" |
    Where-Object { Test-Path -LiteralPath $_ -PathType Leaf } |
    Select-Object -First 1
  if (-not $jar) {
    Stop-Here ("durward.jar not found: build it (mvn package in $prefix)," +
      ' or set DURWARD_JAR to its path')
  }
}

$wanted = 'install a Java runtime 17 or newer, or set JAVA_HOME to the folder of one'
if ($env:JAVA_HOME) {
  $java = "$env:JAVA_HOME\bin\java.exe"
  if (-not (Test-Path -LiteralPath $java -PathType Leaf)) {
    Stop-Here ("JAVA_HOME is set to $env:JAVA_HOME, but there is no program ${java}:" +
      ' set it to the folder of a Java 17 or newer, or unset it')
  }
} else {
  $command = Get-Command java.exe -CommandType Application -ErrorAction SilentlyContinue |
    Select-Object -First 1
  if (-not $command) {
    Stop-Here "no java on PATH: $wanted"
  }
  $java = $command.Path
}

# The version stands in the program itself, so that asking costs no start of Java.
$version = (Get-Item -LiteralPath $java).VersionInfo
if ($version.FileMajorPart -lt 17) {
  Stop-Here "$java is Java $($version.ProductVersion): $wanted"
}

# Classes that are parsed and laid out already start in about half the time.
$archive = [IO.Path]::ChangeExtension($jar, '.jsa')
$share = '-Xshare:auto'
if (Test-Path -LiteralPath $archive -PathType Leaf) {
  $share = "-XX:SharedArchiveFile=$archive"
}

# For a short life, as the launcher for POSIX explains. The user's language is kept out of the
# output, and a child's arguments reach it as they stand, quotes included.
$options = @(
  '-XX:+UseSerialGC', '-XX:NewSize=160m', '-XX:-UsePerfData', $share, '-Xlog:disable',
  '-XX:TieredStopAtLevel=1', '-XX:CICompilerCount=1', '-XX:Tier3InvocationThreshold=500',
  '-XX:Tier3MinInvocationThreshold=300', '-XX:Tier3CompileThreshold=2000',
  '-XX:Tier3BackEdgeThreshold=2000',
  '-Duser.language=en', '-Duser.country=', '-Djdk.lang.Process.allowAmbiguousCommands=false',
  "-Ddurward.program=$PSScriptRoot\durward.cmd", '-jar', $jar
)
if ($MyInvocation.ExpectingInput) {
  $input | & $java @options @args
} else {
  & $java @options @args
}
exit $LASTEXITCODE
