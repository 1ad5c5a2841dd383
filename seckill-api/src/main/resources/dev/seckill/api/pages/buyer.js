/*
 * The buyer page: brings together what is known of the sale, the buyer's order and what the buyer does. The other buyer-*.js
 * come before it. Without scripts the page is a plain form.
 */
(() => {
  "use strict";

  const { ServerClock, Feed, Way, Keeper, View, Host, buy, logged, receipt } = window.seckill;
  const $ = (id) => document.getElementById(id);
  const { sale: saleId, book, receipts, origins } = document.querySelector("main").dataset;

  const known = {
    sale: null, // as the server last told
    isConnected: true,
    purchase: null, // while one is under way: {kind: "asking", "busy" or "offline"}
    result: null, // what came of the last one, if that is no order
    order: null, // the newest one of this buyer
    isFormOpen: false, // the plain form was sent, and nobody knows what came of it
    isAnother: false, // the buyer wants one more
    way: null, // what the order book says of it
  };
  const kept = new Keeper(saleId);
  const clock = new ServerClock();
  const view = new View(known, kept, clock);
  let follower = null;
  let hasBegun = false;

  function render() {
    view.render();
    host.tellHeight();
  }

  /** Only the page around knows who the buyer is now: somebody else than before sees and sends nothing of theirs. */
  const host = new Host(origins, (token) => {
    const before = kept.name("");
    kept.hostsToken = token ? String(token) : null;
    if (kept.name("") !== before) {
      drop();
      known.purchase = null;
      known.result = null;
    }
    const old = begin();
    if (old) {
      check(old, feed.ask(0));
    }
    render();
  });

  const feed = new Feed(saleId, clock, (news) => {
    if (news.sale) {
      took(news.sale);
    } else {
      known.isConnected = news.isConnected;
    }
    render();
  });

  function took(sale) {
    if (known.sale && known.sale.state !== "OPEN" && sale.state === "OPEN") {
      known.result = known.isFormOpen ? known.result : null; // it was about the sale as it was
    }
    known.sale = sale;
  }

  // ---- A purchase

  const wanted = () => ($("quantity") ? Number($("quantity").value) : 1);
  const request = (whose, quantity, key) => ({ buyer: whose.buyer(), token: whose.token(), key, quantity });

  async function purchaseOf(quantity) {
    if (known.purchase) {
      return;
    }
    const whose = kept.ofBuyerNow(); // another one may come before it ends
    const quantities = [...new Set([quantity, ...whose.pending().quantities])];
    whose.keepPending(quantities, Date.now());
    known.purchase = { kind: "asking" };
    known.result = null;
    render();
    const ended = await ask(whose, quantities);
    // Of one that is given up it is not known whether it got an order, so its quantity stays with the key.
    whose.keepPending(ended.isOpen ? quantities : [], 0);
    if (ended.kind === "accepted") {
      whose.keepOrder(ended.order);
    }
    const result = ended.kind === "accepted" ? null : await explained(ended);
    if (!whose.isBuyerNow()) {
      return;
    }
    known.result = result;
    if (result === null) {
      adopt(ended.order);
    }
    known.purchase = null;
    render();
    host.tell({ seckill: "outcome", outcome: ended.kind, orderId: ended.order ? ended.order.orderId : null });
    const focused = $(ended.kind === "unauthorized" ? "token" : "outcome");
    focused.focus({ preventScroll: true });
    focused.scrollIntoView({ block: "nearest" });
  }

  /** The key may stand for another quantity that was asked for, and of which no reply came. */
  async function ask(whose, quantities) {
    const key = whose.key();
    let ended;
    for (const quantity of quantities) {
      ended = await buy(saleId, request(whose, quantity, key), (waiting) => {
        if (whose.isBuyerNow()) {
          known.purchase = { ...waiting, until: performance.now() + waiting.wait };
          render();
        }
      });
      if (ended.kind !== "key_reused") {
        break;
      }
    }
    return ended.order ? { ...ended, order: { ...ended.order, key } } : ended;
  }

  /** That a sale is not open has several reasons. */
  async function explained(ended) {
    if (ended.kind === "not_open") {
      await feed.ask(0);
      const state = view.state();
      return { ...ended, kind: ["paused", "closed"].includes(state) ? state : ended.kind };
    }
    return { ...ended, notBefore: performance.now() + (ended.wait || 0) };
  }

  // ---- An order

  /** From now on the page is about this order. */
  function adopt(order) {
    drop();
    known.order = order;
    follower = new Way(saleId, order.orderId, clock, (news) => {
      known.way = news;
      improve(news.stored ? { state: news.state, heldUntil: news.heldUntil, at: news.at, logged: true } : {});
    });
    if (book) {
      follower.follow();
    }
    if (receipts) {
      receipt(saleId, order.orderId, {
        kept: order.receipt,
        hasProofs: Boolean(book),
        isWanted: () => known.order !== null && known.order.orderId === order.orderId,
        take: (file) => improve({ receipt: file }),
      });
    }
    if (!order.logged && order.key) {
      logged(saleId, request(kept, order.quantity, order.key), order.orderId).then((ended) => {
        if (ended && known.order && known.order.orderId === order.orderId) {
          settle(ended, order);
        }
      });
    }
  }

  /** What its key stands for in the end: this order, or another one or none if this one was lost before it was logged. */
  async function settle(ended, order) {
    if (ended.order && ended.order.orderId === order.orderId) {
      improve({ logged: true });
      return;
    }
    kept.dropOrder(order);
    drop();
    if (ended.order) {
      kept.keepOrder({ ...ended.order, key: order.key });
      adopt({ ...ended.order, key: order.key });
    } else {
      known.result = await explained(ended);
    }
    render();
  }

  function drop() {
    known.order = null;
    known.way = null;
    known.isAnother = false;
    if (follower) {
      follower.stop();
    }
  }

  function improve(news) {
    known.order = { ...known.order, ...news };
    kept.keepOrder(known.order);
    render();
  }

  /** Another tab, or this one before, has got an order. */
  function adoptNewest() {
    const [newest] = kept.orders();
    if (hasBegun && newest && !known.purchase && !(known.order && known.order.orderId === newest.orderId)) {
      adopt(newest);
      render();
    }
  }

  /** After a reload: what it cut off goes on. */
  function takeUp() {
    const pending = kept.pending();
    if (pending.isRecent) {
      purchaseOf(pending.quantities[0]);
    } else {
      adoptNewest();
    }
  }

  /**
   * An order of a sale that has not given any belongs to an earlier one with the same id.
   *
   * @param seen the sale after the order was made
   */
  function forgetForeign(old, seen) {
    const hasGivenNone = seen.held + seen.confirmed === 0 && seen.state !== "HALTED";
    const isOwned = old.state !== "RELEASED" && !(view.heldFor() <= 0);
    const isEarlier = Date.parse(old.decidedAt) < Date.parse(seen.opensAt);
    const isKnown = known.way !== null && known.way.stored;
    if (known.order === null || known.order.orderId !== old.orderId || isKnown) {
      return;
    }
    if (hasGivenNone && (isOwned || isEarlier)) {
      drop();
      kept.forget();
      render();
    }
  }

  // ---- What the buyer does

  function press(event) {
    event.preventDefault();
    if (view.state() === "open") {
      const token = $("token").value.trim();
      if (token) {
        kept.keepToken(token);
        $("token").value = "";
      }
      send();
    }
  }

  /** What was sent as a plain form has another buyer and key than the script's, so it is sent again as one. */
  function send() {
    if (known.isFormOpen) {
      $("token").value = $("token").value.trim() || kept.token() || "";
      HTMLFormElement.prototype.submit.call($("buy-form"));
    } else {
      purchaseOf(wanted());
    }
  }

  /** The key of a purchase whose outcome is unknown may have an order, so that is the one to ask for. */
  function another() {
    if (kept.pending().quantities.length === 0) {
      kept.newKey();
    }
    known.isAnother = true;
    known.result = null;
    render();
    $("buy").focus();
  }

  $("buy-form").addEventListener("submit", press);
  $("retry").addEventListener("click", send);
  $("another").addEventListener("click", another);
  addEventListener("storage", adoptNewest);
  addEventListener("online", () => feed.wake());
  addEventListener("offline", () => feed.ask(0));
  addEventListener("pageshow", (event) => event.persisted && feed.wake());
  document.addEventListener("visibilitychange", () => (document.hidden ? feed.rest() : feed.wake()));

  // ---- The beginning, with what the server wrote into the page, and the time

  let askedForOpening = null;

  function tick() {
    // The server opens the sale, not this page. The stream says so first; those without one do not ask all at once.
    if (view.opensIn() <= 0 && askedForOpening !== known.sale.opensAt) {
      askedForOpening = known.sale.opensAt;
      feed.ask(feed.isStreaming() ? 5000 : 3000);
    }
    view.tick();
  }

  /** Once it is known who the buyer is. Returns the order that was there before, if this is about one. */
  function begin() {
    hasBegun = true;
    takeUp();
    return known.purchase ? null : known.order;
  }

  const check = (old, asked) => asked.then((reply) => old && reply.status === 200 && forgetForeign(old, reply.body));

  took(JSON.parse($("sale").textContent));
  clock.isAtLeast(known.sale.serverTime);
  if ($("ordered").textContent.trim()) {
    kept.keepOrder(JSON.parse($("ordered").textContent));
  } else if ($("outcome").dataset.outcome) {
    const kind = $("outcome").dataset.outcome;
    known.isFormOpen = kind === "busy";
    known.result = { kind, isOpen: known.isFormOpen };
  }
  check(host.isAwaited() ? null : begin(), feed.start());
  render();
  setInterval(tick, 250);
})();
