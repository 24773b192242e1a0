package dev.durward.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The shell of a host that takes back what nobody confirms. */
public enum WatchShell {
  POSIX(
      ".sh",
      """
      #!/bin/sh
      # Takes back apply %1$d of Durward, unless `durward confirm` comes in time: the first argument
      # says how many seconds it has.
      PATH=/usr/sbin:/usr/bin:/sbin:/bin
      LC_ALL=C
      export PATH LC_ALL
      trap '' HUP INT QUIT TERM
      cd "${0%%/*}" || exit 1
      echo watching
      exec </dev/null >/dev/null 2>&1
      sleep "$1"
      # Whoever gives this file another name has decided.
      mv -f %2$s %3$s || exit 0
      sh ./%4$s
      """) {
    @Override
    public Waiting waiting(int seconds) throws IOException {
      return Waiting.begin(seconds);
    }
  },

  /**
   * cmd.exe. timeout.exe would need a console, so that a second is what lies between two pings.
   * That ren has done its work is seen by the name, which nobody else gives; somebody who looks at
   * the file may hinder it for a moment.
   */
  CMD(
      ".cmd",
      """
      @echo off
      rem # Takes back apply %1$d of Durward, unless durward confirm comes in time: the first
      rem # argument says how many seconds it has.
      setlocal DisableDelayedExpansion
      cd /d "%%~dp0"
      set /a pings=%%1+1
      set ping="%%SystemRoot%%\\System32\\ping.exe" 127.0.0.1 -w 1000 -n
      type nul >%5$s
      %%ping%% %%pings%% >nul

      rem # Whoever gives this file another name has decided.
      set tries=30
      :decide
      if not exist %2$s goto decided
      ren %2$s %3$s
      if not exist %2$s goto decided
      %%ping%% 2 >nul
      set /a tries-=1
      if not "%%tries%%"=="0" goto decide

      :decided
      if not exist %3$s goto gone
      set tries=5
      :back
      call .\\%4$s
      if "%%errorlevel%%"=="0" goto gone
      %%ping%% 6 >nul
      set /a tries-=1
      if not "%%tries%%"=="0" goto back

      :gone
      "%%SystemRoot%%\\System32\\schtasks.exe" /delete /tn "%6$s" /f >nul
      """) {
    @Override
    public Waiting waiting(int seconds) {
      return Waiting.beginByClock(seconds);
    }
  };

  private final String ending;
  private final String watch;

  WatchShell(String ending, String watch) {
    this.ending = ending;
    this.watch = watch;
  }

  /** How the names of its scripts end. */
  String ending() {
    return ending;
  }

  /** What its script makes of the file that tells that an apply waits. */
  private Path expired(Confirmation confirmation) {
    return this == CMD ? confirmation.overdue() : confirmation.file(Confirmation.State.EXPIRED);
  }

  /** The time that an apply has from now on, as one can tell it where this shell is. */
  public abstract Waiting waiting(int seconds) throws IOException;

  /** A script that waits, and then takes an apply back unless that has been decided. */
  String watch(Confirmation confirmation) {
    String text =
        watch.formatted(
            confirmation.id(),
            confirmation.file(Confirmation.State.WAITING).getFileName(),
            expired(confirmation).getFileName(),
            confirmation.wayBack(this).getFileName(),
            confirmation.sign().getFileName(),
            confirmation.task());
    return this == CMD ? text.replace("\n", "\r\n") : text;
  }
}
