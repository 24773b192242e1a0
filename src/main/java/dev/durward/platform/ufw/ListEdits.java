package dev.durward.platform.ufw;

import dev.durward.platform.ufw.ListEdit.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way from one of ufw's lists to another, edit by edit. What comes is there before what goes
 * has gone, but where both are about the same packets in the same words.
 */
final class ListEdits {
  private final List<Standing> list;
  private final List<ListEdit> edits = new ArrayList<>();

  /**
   * @param list as it is
   */
  ListEdits(List<Standing> list) {
    this.list = new ArrayList<>(list);
  }

  /** The list behind the edits. */
  List<Standing> list() {
    return List.copyOf(list);
  }

  /** The edits that take some of Durward's rules away, add others, and set right what stays. */
  List<ListEdit> of(List<Standing> removed, List<Standing> added) {
    List<Standing> going = new ArrayList<>(removed);
    List<Standing> coming = new ArrayList<>(added);
    coming.removeIf(each -> replace(each, going));
    for (Standing each : coming) {
      if (Spelling.free(each.rule(), list).isEmpty()) {
        // It can't be said in other words: the one that goes must be gone.
        going.stream()
            .filter(old -> old.rule().match().equals(each.rule().match()))
            .findFirst()
            .ifPresent(
                old -> {
                  delete(old);
                  going.remove(old);
                });
      }
      insert(each);
    }
    going.forEach(this::delete);
    mend();
    return List.copyOf(edits);
  }

  /**
   * ufw puts a rule where the one about the same packets is; that is right if it may stand there.
   */
  private boolean replace(Standing coming, List<Standing> going) {
    for (Standing old : going) {
      boolean same =
          old.rule().match().canonical().equals(coming.rule().match())
              && old.rule().action().equals(coming.rule().action());
      int at = list.indexOf(old);
      if (same && at >= 0 && !new Order(list).isMisplaced(at)) {
        Standing next = coming.with(coming.rule().with(old.rule().match()));
        list.set(at, next);
        edits.add(new ListEdit(Kind.REPLACE, at, next));
        going.remove(old);
        return true;
      }
    }
    return false;
  }

  private void insert(Standing coming) {
    Optional<UfwRule> spelled = Spelling.free(coming.rule(), list);
    // Without words of its own the plan is obstructed (UfwNotices), and this is only shown.
    Standing next = coming.with(spelled.orElse(coming.rule()));
    int at = new Order(list).placeFor(next.rule());
    Kind kind = at == list.size() ? Kind.APPEND : at == 0 ? Kind.PREPEND : Kind.INSERT;
    list.add(at, next);
    edits.add(new ListEdit(kind, at, next));
  }

  private void delete(Standing going) {
    int at = list.indexOf(going);
    if (at >= 0) {
      list.remove(at);
      edits.add(new ListEdit(Kind.DELETE, at, going));
    }
  }

  /** Moves what does not stand where it has its effect. */
  private void mend() {
    for (int moves = list.size(); moves > 0; moves--) {
      Optional<Standing> misplaced = misplaced();
      if (misplaced.isEmpty()) {
        return;
      }
      delete(misplaced.get());
      insert(misplaced.get());
    }
  }

  private Optional<Standing> misplaced() {
    Order order = new Order(list);
    for (int i = 0; i < list.size(); i++) {
      if (order.isMisplaced(i)) {
        return Optional.of(list.get(i));
      }
    }
    return Optional.empty();
  }
}
