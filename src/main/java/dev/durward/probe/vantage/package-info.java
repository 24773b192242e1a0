/** Where probes come from without ssh or a namespace: the host itself, this machine, a web page. */
@NullMarked
package dev.durward.probe.vantage;

import org.jspecify.annotations.NullMarked;
