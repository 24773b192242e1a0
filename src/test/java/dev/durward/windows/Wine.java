package dev.durward.windows;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/** The one lab of a test run, made for the first class that wants it. */
final class Wine implements BeforeAllCallback {
  private @Nullable WineLab lab;

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    Store store = context.getRoot().getStore(Namespace.create(Wine.class));
    WineLab made = store.get(WineLab.class, WineLab.class);
    if (made == null) {
      made = WineLab.open();
      store.put(WineLab.class, made);
    }
    lab = made;
  }

  WineLab lab() {
    return requireNonNull(lab);
  }
}
