# Reads sections with an empty line between them: the jumps to the own chains, the rule that block
# chains begin with, policies, chains of programs that would wipe these rules, the rules that are
# wanted, and what iptables -S printed. Prints what iptables-restore is to do, or with $1 = back
# what takes that back; nothing if all is as wanted. With $1 = boot the policies are all there are,
# the rules that are wanted come with the lines before which jumps stood (# before INPUT RULE), and a
# jump whose place can not be told from the rules stands there again, or last.
changes() {
  awk -v way="$1" '
    # An exit with a message; END is run all the same.
    function refuse(why) {
      print "durward: " why | "cat >&2"
      refused = 1
      exit 5
    }

    # Splits a rule into WORD[1..n], as iptables quotes them.
    function words(text,    i, c, quoted, inside, n, length_) {
      n = 0
      inside = 0
      quoted = 0
      length_ = length(text)
      for (i = 1; i <= length_; i++) {
        c = substr(text, i, 1)
        if (!inside && c != " ") {
          WORD[++n] = ""
          inside = 1
        }
        if (quoted && c == "\\") WORD[n] = WORD[n] substr(text, ++i, 1)
        else if (c == "\"") quoted = !quoted
        else if (c == " " && !quoted) inside = 0
        else WORD[n] = WORD[n] c
      }
      if (quoted) refuse("a rule has a line break in it, so that iptables -S can not be trusted: " text)
      WORD[n + 1] = ""
      return n
    }

    function value(text, option,    i, n) {
      n = words(text)
      for (i = 1; i < n; i++) if (WORD[i] == option) return WORD[i + 1]
      return ""
    }

    function target(text,    to) {
      to = value(text, "-j")
      return to == "" ? value(text, "-g") : to
    }

    # The policy of a marked rule; Durward quotes its marks and puts no quote before them.
    function owner(text,    at, mark) {
      at = index(text, "--comment \"durward:")
      if (!at || index(substr(text, 1, at), "\"")) return ""
      mark = substr(text, at + 19)
      return mark ~ /^[^"\/]+\/[^"]/ ? substr(mark, 1, index(mark, "/") - 1) : ""
    }

    function is_ours(policy) {
      return way == "boot" ? policy != "" : policy in policies
    }

    # Log lines come first, then what the rules say, drops before rejects; then what leads back and
    # drops behind all allows.
    function rank(chain, text,    at, c) {
      for (at = index(text, "--comment \"") + 11; (c = substr(text, at, 1)) != "\"" && c != ""; at++)
        if (c == "\\") at++
      text = substr(text, at + 1)
      if (text ~ /^ -j LOG( |$)/) return 0
      if (text ~ /^ -j (REJECT|RETURN)( |$)/) return 2
      return text ~ /^ -j DROP( |$)/ && !blocks[chain] ? 3 : 1
    }

    function edit(list, there, back) {
      DO[list, ++edits[list]] = there
      UNDO[list, edits[list]] = back
    }

    function line(chain, i, text) {
      return i > count[chain] ? "-A " chain " " text : "-I " chain " " i " " text
    }

    function insert(list, chain, i, text,    k) {
      edit(list, line(chain, i, text), "-D " chain " " text)
      for (k = ++count[chain]; k > i; k--) rule[chain, k] = rule[chain, k - 1]
      rule[chain, i] = text
    }

    function remove(list, chain, i,    k, text) {
      text = rule[chain, i]
      count[chain]--
      edit(list, "-D " chain " " text, line(chain, i, text))
      for (k = i; k <= count[chain]; k++) rule[chain, k] = rule[chain, k + 1]
    }

    # Whether the marked rules of an own chain stand in the order that gives them their meaning.
    function in_order(chain,    i, last, next_) {
      if (blocks[chain] && rule[chain, 1] != head) return 0
      last = 0
      for (i = 1; i <= count[chain]; i++) {
        if (owner(rule[chain, i]) == "") continue
        next_ = rank(chain, rule[chain, i])
        if (next_ < last) return 0
        last = next_
      }
      return 1
    }

    # Behind the marked rules of its own rank and lower ones.
    function put(chain, text,    i, at, r) {
      r = rank(chain, text)
      at = count[chain] + 1
      for (i = count[chain]; i > 0; i--) {
        if (owner(rule[chain, i]) == "") continue
        if (rank(chain, rule[chain, i]) <= r) break
        at = i
      }
      insert("content", chain, at, text)
    }

    # Brings an own chain from what it holds to what it is to hold.
    function fill(chain,    i, k, text, left, surplus, coming, again, after, foreign, there) {
      there = (chain in count)
      split("", surplus)
      after = 0
      foreign = 0
      for (i = 1; i <= count[chain]; i++) {
        text = rule[chain, i]
        if (is_ours(owner(text))) surplus[text]++
        else if (owner(text) != "") after++
        else if (text != head) foreign++
      }
      coming = 0
      for (i = 1; i <= wants; i++) {
        if (want_chain[i] != chain) continue
        after++
        text = want[i]
        if (surplus[text] > 0) surplus[text]--
        else again[++coming] = text
      }
      needed[chain] = after || foreign
      # Those of a text that go are its first.
      for (i = 1; i <= count[chain]; i++) if (surplus[rule[chain, i]] > 0) {
        surplus[rule[chain, i]]--
        remove("content", chain, i--)
      }
      if (!after) {
        if (there && !foreign && !is_used(chain)) drop(chain)
        return
      }
      if (!there) edit("content", ":" chain " - [0:0]", "-X " chain)
      if (there && !in_order(chain)) {
        left = 0
        for (i = 1; i <= count[chain]; i++) {
          text = rule[chain, i]
          if (owner(text) == "" && text != head) continue
          if (text != head) old[++left] = text
          remove("content", chain, i--)
        }
        for (k = coming; k > 0; k--) again[left + k] = again[k]
        for (k = 1; k <= left; k++) again[k] = old[k]
        coming += left
      }
      if (blocks[chain] && rule[chain, 1] != head) insert("content", chain, 1, head)
      for (i = 1; i <= coming; i++) put(chain, again[i])
    }

    function drop(chain) {
      while (count[chain] > 0) remove("drops", chain, count[chain])
      edit("drops", "-X " chain, ":" chain " - [0:0]")
    }

    # Whether a rule elsewhere than in INPUT and OUTPUT leads to an own chain.
    function is_used(chain,    c, i) {
      for (c in count) if (c != hook[chain])
        for (i = 1; i <= count[c]; i++)
          if (index(rule[c, i], chain) && target(rule[c, i]) == chain) return 1
      return 0
    }

    function stem(name) {
      return name ~ /\+$/ ? substr(name, 1, length(name) - 1) : name
    }

    # The protocols and interfaces that the rules of others tell apart.
    function mention(    c, i, v) {
      if (mentioned++) return
      PROTOCOL[""]
      CARD[""]
      for (c in count) if (!(c in hook)) for (i = 1; i <= count[c]; i++) {
        if ((v = value(rule[c, i], "-p")) != "") PROTOCOL[v]
        if ((v = stem(value(rule[c, i], "-i"))) != "lo") CARD[v]
        if ((v = stem(value(rule[c, i], "-o"))) != "lo") CARD[v]
      }
    }

    # The classes of packets that an allow chain speaks about: CLASS[protocol, interface].
    function classify(chain,    i, k, n, text, at, part, protocol, card, p, c, seen) {
      split("", CLASS)
      for (i = 1; i <= count[chain]; i++) {
        text = rule[chain, i]
        if (owner(text) == "" || rank(chain, text) > 1) continue
        at = index(text, "-m ")
        text = substr(text, 1, at - 1)
        sub(/^-s [^ ]* /, "", text)
        sub(/^-d [^ ]* /, "", text)
        if (text in seen) continue
        seen[text]
        protocol = value(text, "-p")
        card = value(text, card_option[chain])
        if (protocol != "" && card != "" && card !~ /\+$/) {
          CLASS[protocol, card]
          continue
        }
        mention()
        for (p in PROTOCOL) if (protocol == "" || p == "") for (c in CARD) {
          if (card != "" && card !~ /\+$/ && c != "") continue
          if (c != "" && stem(card) != "" && index(c, stem(card)) != 1) continue
          CLASS[protocol == "" ? p : protocol, c == "" ? stem(card) : c]
        }
      }
    }

    function is_card(pattern, card) {
      return pattern ~ /\+$/ ? index(card, stem(pattern)) == 1 : pattern == card
    }

    # Whether a condition is about so many that several like it may be about all.
    function is_wide(o, v, negated,    n, i, part, end, sum) {
      if (o ~ /^-[sd]$/) return negated || (v ~ /\// && substr(v, index(v, "/") + 1) + 0 <= 4)
      if (o ~ /^--(src|dst)-range$/) {
        split(v, end, "-")
        return negated || (end[1] + 0 != end[2] + 0) || v ~ /:/
      }
      if (o ~ /^--[sd]ports?$/) {
        sum = 0
        n = split(v, part, ",")
        for (i = 1; i <= n; i++) if (split(part[i], end, ":") > 1) sum += end[2] - end[1]
        return negated || sum >= 4096
      }
      return o ~ /^--(src|dst|pkt)-type$/ && (v == "UNICAST" || v == "unicast")
    }

    # How much of all new packets of a protocol and interface a rule is about: none, some, many or
    # all.
    function covers(text, protocol, card,    n, i, o, v, t, some, narrow, negated) {
      n = words(text)
      some = narrow = 0
      for (i = 1; i <= n; i++) {
        o = WORD[i]
        v = WORD[i + 1]
        t = 1
        negated = WORD[i - 1] == "!"
        if (o == "-j" || o == "-g") break
        if (o == "!") continue
        if (o == "-m" || o == "--comment" || o == "--limit" || o == "--limit-burst") {
          i++
          continue
        }
        if (o == "-p") t = v == protocol
        else if (o == "-i" || o == "-o") t = is_card(v, card)
        else if (o == "--ctstate" || o == "--state") t = ("," v ",") ~ /,NEW,/
        else if (o == "--ctdir") t = v == "ORIGINAL"
        else if (o == "--tcp-flags") {
          t = WORD[i + 2] == (("," v ",") ~ /,SYN,/ ? "SYN" : "NONE")
          i++
        }
        else if ((o == "-s" || o == "--src-type") && v in nobody) t = 0
        else if (!((o == "-s" || o == "-d") && v ~ /\/0$/) && !(o == "--dst-type" && v == "LOCAL")) {
          some = 1
          if (o ~ /^-/ && !is_wide(o, v, negated)) narrow = 1
          continue
        }
        i++
        if (t == negated) return "none"
      }
      return narrow ? "some" : some ? "many" : "all"
    }

    # Whether packets of a class go on behind a chain for sure.
    function goes_through(chain, protocol, card, depth,    i, c, to, text) {
      if (depth > 30) return 0
      for (i = 1; i <= count[chain]; i++) {
        text = rule[chain, i]
        c = covers(text, protocol, card)
        if (c == "none") continue
        to = target(text)
        if (c == "many" && (to == "DROP" || to == "REJECT")) return 0
        if (to == "RETURN") return 1
        if (c == "all") {
          if (to == "ACCEPT" && value(text, "--limit") == "") return 0
          if (to == "DROP" || to == "REJECT") return 0
          if (to in user && !(to in hook) && !goes_through(to, protocol, card, depth + 1)) return 0
        }
        if (value(text, "-g") != "") return 1
      }
      return 1
    }

    # The rule of a built-in chain that refuses all of a class; -i if rule i lets it in before that;
    # 0 if neither.
    function first(chain, protocol, card,    i, c, text, to, limited) {
      for (i = 1; i <= count[chain]; i++) {
        text = rule[chain, i]
        c = covers(text, protocol, card)
        to = target(text)
        if (c == "many" && (to == "DROP" || to == "REJECT")) unclear(chain, text)
        if (c != "all") continue
        limited = value(text, "--limit") != ""
        if (to == "ACCEPT" && !limited) return -i
        if ((to == "DROP" || to == "REJECT") && !limited) return i
        if (to == "DROP" || to == "REJECT" || to == "RETURN" || value(text, "-g") != "") unclear(chain, text)
        if (to in user && !(to in hook) && !goes_through(to, protocol, card, 1)) unclear(chain, text)
      }
      return 0
    }

    function unclear(chain, text) {
      doubt = text
      if (way == "boot") return
      refuse("a script can not tell where in " chain " the jump to the allowed ports belongs, because of the rule " text "; use durward apply, or durward render --format restore --from")
    }

    # Where the jump to the allow chain belongs: before the first rule that refuses everything else.
    # One that allows nothing stays where it stood.
    function place(chain, allow, stood,    key, part, at, r, i) {
      classify(allow)
      at = 0
      for (key in CLASS) at = 1
      if (!at && stood) return stood
      if (!at && chain in before)
        for (i = 1; i <= count[chain]; i++) if (rule[chain, i] == before[chain]) return i
      at = 0
      doubt = ""
      for (key in CLASS) {
        split(key, part, SUBSEP)
        r = result[key] = first(chain, part[1], part[2])
        if (r > 0 && (!at || r < at)) at = r
      }
      for (key in CLASS)
        if (at && result[key] != at && !(result[key] < 0 && -result[key] < at)) unclear(chain, rule[chain, at])
      if (doubt != "") return former_place(chain)
      return at ? at : count[chain] + 1
    }

    # Before the line that came behind the jump when it was saved. Last, nothing is opened that others
    # shut.
    function former_place(chain,    i) {
      if (!(chain in before)) return count[chain] + 1
      for (i = 1; i <= count[chain]; i++) if (rule[chain, i] == before[chain]) return i
      print "durward: " chain " is not as it was when the rules were saved, so that the allowed ports come last there and may stay shut; run durward apply" | "cat >&2"
      print "# in doubt"
      return count[chain] + 1
    }

    # Puts the two jumps of a built-in chain where they belong.
    function jumps(chain, block, allow,    i, to, was, now, stood, seen) {
      was = now = ""
      stood = seen = 0
      for (i = 1; i <= count[chain]; i++) was = was "\n" rule[chain, i]
      for (i = 1; i <= count[chain]; i++) {
        to = index(rule[chain, i], "DURWARD-") ? target(rule[chain, i]) : ""
        if (to == allow) stood = !seen++ && rule[chain, i] == jump[allow] ? i : 0
        if (to == block || to == allow) remove("going " chain, chain, i--)
      }
      if (needed[block]) insert("coming " chain, chain, 1, jump[block])
      if (needed[allow]) insert("coming " chain, chain, place(chain, allow, stood ? stood + (needed[block] ? 1 : 0) : 0), jump[allow])
      for (i = 1; i <= count[chain]; i++) now = now "\n" rule[chain, i]
      if (was == now) edits["going " chain] = edits["coming " chain] = 0
    }

    BEGIN {
      section = 1
      split("BROADCAST MULTICAST 224.0.0.0/4 ff00::/8", names, " ")
      for (i in names) nobody[names[i]]
    }

    $0 == "" && section < 6 {
      section++
      next
    }

    section == 1 {
      chain = $NF
      order[++chains] = chain
      hook[chain] = $2
      jump[chain] = substr($0, length("-A " $2 " ") + 1)
      blocks[chain] = chain ~ /-BLOCK$/
      card_option[chain] = $2 == "INPUT" ? "-i" : "-o"
      next
    }

    section == 2 {
      head = $0
      next
    }

    section == 3 {
      policies[$0]
      next
    }

    section == 4 {
      wipes[$0]
      next
    }

    section == 5 && $1 == "#" {
      before[$3] = substr($0, length("# before " $3 " ") + 1)
      next
    }

    section == 5 {
      want_chain[++wants] = $2
      want[wants] = substr($0, length("-A " $2 " ") + 1)
      if (want[wants] == head) wants--
      next
    }

    $1 == "-P" {
      count[$2] += 0
      next
    }

    $1 == "-N" {
      if ($2 in wipes) keeper = $2
      user[$2]
      count[$2] += 0
      next
    }

    $1 == "-A" {
      rule[$2, ++count[$2]] = substr($0, length("-A " $2 " ") + 1)
      if (index($0, "\"")) words($0)
      next
    }

    {
      refuse("iptables -S printed a line that is no rule: " $0)
    }

    END {
      if (refused) exit 5
      if (keeper != "" && wants) refuse("the program that keeps the chain " keeper " would wipe these rules with its next reload; open the ports through it")
      for (k = 1; k <= chains; k++) fill(order[k])
      for (k = 1; k <= chains; k += 2) jumps(hook[order[k]], order[k], order[k + 1])
      lists = split("going INPUT,going OUTPUT,content,coming INPUT,coming OUTPUT,drops", list, ",")
      n = 0
      for (k = 1; k <= lists; k++) for (i = 1; i <= edits[list[k]]; i++) {
        n++
        out[n] = way == "back" ? UNDO[list[k], i] : DO[list[k], i]
      }
      if (!n) exit 0
      print "*filter"
      for (i = 1; i <= n; i++) print out[way == "back" ? n + 1 - i : i]
      print "COMMIT"
    }
  '
}
