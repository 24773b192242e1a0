package dev.durward.windows;

import java.util.Locale;

/** How netsh words its answers on one host. */
final class Console {
  private final Settings settings;

  Console(Settings settings) {
    this.settings = settings;
  }

  Answer ok(String text) {
    return answer(0, text + Message.OK.in(settings.language()) + "\r\n\r\n");
  }

  /** Done, to so many rules. */
  Answer ok(Message message, int count) {
    return ok("\r\n" + String.format(Locale.ROOT, message.in(settings.language()), count) + "\r\n");
  }

  Answer failed(Message message) {
    return answer(1, line(message));
  }

  /** A message and the whole usage behind it. */
  Answer refused(Message message, String verb) {
    StringBuilder text = new StringBuilder(line(message));
    text.append("\r\n").append(Message.USAGE.in(settings.language())).append(' ').append(verb);
    for (Parameter parameter : Parameter.values()) {
      if (verb.startsWith("add") || parameter.selects()) {
        text.append("\r\n      ").append(parameter.syntax());
      }
    }
    return answer(1, text.append("\r\n").toString());
  }

  private String line(Message message) {
    return "\r\n" + message.in(settings.language()) + "\r\n";
  }

  private Answer answer(int exit, String text) {
    return new Answer(exit, text.getBytes(settings.codePage()));
  }
}
