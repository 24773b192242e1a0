package dev.durward.apply;

import dev.durward.model.Family;
import dev.durward.model.IpAddress;
import dev.durward.platform.FirewallException;
import dev.durward.platform.Gateway;
import dev.durward.router.Forward;
import dev.durward.router.Grant;
import dev.durward.router.Mapping;
import dev.durward.router.Method;
import dev.durward.router.Outcome;
import dev.durward.router.RouterProtocol;
import java.util.List;
import java.util.Optional;

/** A router to whose questions a mishap may come. */
record MishapRouter(Mishap mishap, RouterProtocol road) implements RouterProtocol {
  @Override
  public Method method() {
    return road.method();
  }

  @Override
  public Gateway gateway() {
    return road.gateway();
  }

  @Override
  public boolean speaksFor(Family family) {
    return road.speaksFor(family);
  }

  @Override
  public boolean tellsHolders(Family family) {
    return road.tellsHolders(family);
  }

  @Override
  public Optional<IpAddress> externalAddress() throws FirewallException, InterruptedException {
    return mishap.look("address", road::externalAddress);
  }

  @Override
  public Optional<List<Mapping>> mappings() throws FirewallException, InterruptedException {
    return mishap.look("list", road::mappings);
  }

  @Override
  public Optional<Mapping> holder(Forward forward) throws FirewallException, InterruptedException {
    return mishap.look("holder " + forward.external(), () -> road.holder(forward));
  }

  @Override
  public Grant draft(Forward forward) {
    return road.draft(forward);
  }

  @Override
  public Outcome map(Grant grant) throws InterruptedException {
    return mishap.order("map " + grant.forward().external(), () -> road.map(grant));
  }

  @Override
  public Outcome unmap(Grant grant) throws InterruptedException {
    return mishap.order("unmap " + grant.forward().external(), () -> road.unmap(grant));
  }
}
