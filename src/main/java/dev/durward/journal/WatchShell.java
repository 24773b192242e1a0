package dev.durward.journal;

import java.io.IOException;

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
   * cmd.exe. timeout.exe would need a console, so that a second is what lies between two pings. All
   * that follows it is one block, which cmd reads at once: the files may go in between.
   */
  CMD(
      ".cmd",
      """
      @echo off
      rem # Takes back apply %1$d of Durward, unless durward confirm comes in time: the first
      rem # argument says how many seconds it has. Whoever gives %2$s another name
      rem # has decided; somebody who looks at that file may hinder it for a moment.
      setlocal DisableDelayedExpansion
      cd /d "%%~dp0" || exit /b 1
      set "due="
      set /a pings=%%1+1
      set ping="%%SystemRoot%%\\System32\\ping.exe" 127.0.0.1 -n
      (
        type nul >%5$s
        %%ping%% %%pings%% >nul
        for /l %%%%i in (1,1,30) do if exist %2$s (
          ren %2$s %3$s && set "due=1"
          if not defined due %%ping%% 2 >nul
        )
        for /l %%%%i in (1,1,5) do if defined due (
          call .\\%4$s && set "due="
          if defined due %%ping%% 6 >nul
        )
        "%%SystemRoot%%\\System32\\schtasks.exe" /delete /tn "%6$s" /f >nul
      )
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

  /** The time that an apply has from now on, as one can tell it where this shell is. */
  public abstract Waiting waiting(int seconds) throws IOException;

  /** A script that waits, and then takes an apply back unless that has been decided. */
  String watch(Confirmation confirmation) {
    String text =
        watch.formatted(
            confirmation.id(),
            confirmation.file(Confirmation.State.WAITING).getFileName(),
            confirmation.file(Confirmation.State.EXPIRED).getFileName(),
            confirmation.wayBack(this).getFileName(),
            confirmation.sign().getFileName(),
            confirmation.task());
    return this == CMD ? text.replace("\n", "\r\n") : text;
  }
}
