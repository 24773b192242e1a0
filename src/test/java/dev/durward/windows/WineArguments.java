package dev.durward.windows;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Stands in for Durward behind its launcher: tells how it was started. */
final class WineArguments {
  private WineArguments() {}

  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    out.println("locale " + Locale.getDefault(Locale.Category.FORMAT));
    out.println("ambiguous " + System.getProperty("jdk.lang.Process.allowAmbiguousCommands"));
    for (String argument : arguments) {
      out.println("<" + argument + ">");
    }
  }
}
