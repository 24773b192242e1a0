package dev.durward.platform.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.durward.platform.iptables.FilterTableModel.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTableModelTest {
  private final FilterTableModel table = new FilterTableModel("ACCEPT", "ACCEPT");

  private void run(String lines) {
    table.restore("*filter\n" + lines + "COMMIT\n");
  }

  @Test
  void doesWhatIptablesRestoreDoes() {
    run("-A INPUT -j a\n-A INPUT -j c\n-I INPUT 2 -j b\n-I INPUT 4 -j d\n-D INPUT -j a\n");
    assertEquals(List.of("-j b", "-j c", "-j d"), table.rules("INPUT"));
    run(":OWN - [0:0]\n-A OWN -j ACCEPT\n:INPUT ACCEPT [0:0]\n");
    assertEquals(List.of("-j ACCEPT"), table.rules("OWN"));
    assertEquals(3, table.rules("INPUT").size(), "a built-in chain that is named keeps its rules");
    run(":OWN - [0:0]\n");
    assertEquals(List.of(), table.rules("OWN"));
    run("-X OWN\n");
    assertEquals(3, table.chains().size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-D INPUT -j missing\n",
        "-A MISSING -j x\n",
        "-I INPUT 3 -j x\n",
        "-X INPUT\n",
        ":OWN - [0:0]\n-A OWN -j x\n-X OWN\n",
        "-A INPUT -j DURWARD-IN-ALLOW\n",
        "-A INPUT -m comment --comment \"x -j y\n",
        "hello world\n"
      })
  void refusesAllOfAScriptWithALineThatIptablesRefuses(String lines) {
    run("-A INPUT -j first\n");
    var before = table.chains();
    assertThrows(Refused.class, () -> run("-A INPUT -j x\n-D INPUT -j x\n" + lines));
    assertEquals(before, table.chains());
  }
}
