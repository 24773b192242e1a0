package dev.durward.router.pcp;

import static dev.durward.router.pcp.ScriptedRouter.GATEWAY;
import static dev.durward.router.pcp.ScriptedRouter.HTTPS;

import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import dev.durward.router.pcp.ScriptedRouter.Script;
import java.io.IOException;
import java.util.List;

/** Asks scripted routers by PCP. */
final class PcpAsking {
  private PcpAsking() {}

  static RouterProtocol pcp(ScriptedRouter router) throws InterruptedException {
    return Pcp.seek(GATEWAY, router.port()).orElseThrow();
  }

  /** Asks for a port a router that answers an ANNOUNCE as it should, and a MAP by a script. */
  static Outcome mapped(Script script) throws IOException, InterruptedException {
    try (ScriptedRouter router =
        new ScriptedRouter(
            question ->
                question[1] == 0 ? List.of(Answers.done(question)) : script.answers(question))) {
      RouterProtocol pcp = pcp(router);
      return pcp.map(pcp.draft(HTTPS));
    }
  }
}
