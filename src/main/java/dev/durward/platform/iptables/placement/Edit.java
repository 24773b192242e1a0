package dev.durward.platform.iptables.placement;

import dev.durward.platform.iptables.rule.OwnChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One step of a change to the filter table, with its way back. */
public sealed interface Edit {
  /** The lines that {@code iptables-restore --noflush} reads, each ended. */
  String script();

  /** The step that takes this one back. */
  Edit inverse();

  /**
   * The content of an own chain, whole; makes the chain where there is none.
   *
   * @param before what it held; empty if there was no such chain
   * @param after what it is to hold
   */
  record Fill(OwnChain chain, Optional<List<String>> before, List<String> after) implements Edit {
    @Override
    public String script() {
      List<String> lines = new ArrayList<>(after.size() + 1);
      lines.add(":" + chain.chain() + " - [0:0]");
      lines.addAll(after);
      return String.join("\n-A " + chain.chain() + " ", lines).concat("\n");
    }

    @Override
    public Edit inverse() {
      return before.isPresent()
          ? new Fill(chain, Optional.of(after), before.get())
          : new Drop(chain, after);
    }
  }

  /**
   * The end of an own chain that nothing leads to any more. Its rules are named one by one, so that
   * the kernel refuses it all when somebody has put another one there meanwhile; a chain of more
   * than {@value #LONG} rules is flushed, since naming them would take seconds.
   *
   * @param before what it held
   */
  record Drop(OwnChain chain, List<String> before) implements Edit {
    private static final int LONG = 1_000;

    @Override
    public String script() {
      StringBuilder script = new StringBuilder();
      if (before.size() > LONG) {
        script.append("-F ").append(chain.chain()).append('\n');
      } else {
        for (String rule : before) {
          script.append("-D ").append(chain.chain()).append(' ').append(rule).append('\n');
        }
      }
      return script.append("-X ").append(chain.chain()).append('\n').toString();
    }

    @Override
    public Edit inverse() {
      return new Fill(chain, Optional.empty(), before);
    }
  }

  /**
   * A rule more.
   *
   * @param index from 1
   * @param last whether it comes behind all others
   */
  record Insert(String chain, int index, boolean last, String rule) implements Edit {
    @Override
    public String script() {
      return last
          ? "-A " + chain + " " + rule + "\n"
          : "-I " + chain + " " + index + " " + rule + "\n";
    }

    @Override
    public Edit inverse() {
      return new Delete(chain, index, last, rule);
    }
  }

  /**
   * A rule less, named by its content, so that another one can't go in its place.
   *
   * @param index from 1: the first with that content
   * @param last whether it is the last one
   */
  record Delete(String chain, int index, boolean last, String rule) implements Edit {
    @Override
    public String script() {
      return "-D " + chain + " " + rule + "\n";
    }

    @Override
    public Edit inverse() {
      return new Insert(chain, index, last, rule);
    }
  }
}
