/*
 * The buyer page: shows what buyer-link.js learns about the sale and the buyer's order, and does what the buyer wants.
 * Without it the page is a plain form.
 */
(() => {
  "use strict";

  const { ServerClock, Feed, Way, buy, logged, Keeper } = window.seckill;
  const $ = (id) => document.getElementById(id);
  const main = document.querySelector("main");
  const saleId = main.dataset.sale;
  const lang = document.documentElement.lang;
  const texts = JSON.parse($("texts").textContent);
  const kept = new Keeper(saleId);
  const clock = new ServerClock();

  // ---- What is known

  let sale = null; // as the server last told
  let isConnected = true;
  let purchase = null; // while one is under way: {kind: "asking", "busy" or "offline"}
  let result = null; // what came of the last one, if that is no order
  let order = null; // the newest one of this buyer
  let isAnother = false; // the buyer wants one more
  let way = null; // what the order book says of it
  let follower = null;
  let host = null; // the origin of the page around the frame of embed.js

  const state = () => main.dataset.state;
  const opensIn = () => (state() === "scheduled" ? Date.parse(sale.opensAt) - clock.now() : NaN);
  const heldFor = () => (order && order.state === "HELD" ? Date.parse(order.heldUntil) - clock.now() : NaN);

  /** "pending", "held", "over", "confirmed", "expired" or "cancelled". */
  function orderState() {
    if (order.state === "RELEASED") {
      return Date.parse(order.at) >= Date.parse(order.heldUntil) ? "expired" : "cancelled";
    }
    if (order.state === "HELD") {
      return heldFor() > 0 ? "held" : "over";
    }
    return order.logged ? "confirmed" : "pending";
  }

  // ---- Words and numbers

  const t = (key, values) => texts[key].replace(/\{(\w+)\}/g, (place, name) => values[name]);
  const number = new Intl.NumberFormat(lang);
  const time = new Intl.DateTimeFormat(lang, { timeStyle: "medium" });
  const dayAndTime = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "medium" });

  function when(iso) {
    const day = (millis) => new Date(millis).toDateString();
    return (day(iso) === day(clock.now()) ? time : dayAndTime).format(new Date(iso));
  }

  const two = (n) => String(n).padStart(2, "0");

  /** The seconds that are not over yet, as days, hours, minutes and seconds. */
  function parts(millis) {
    const seconds = Math.max(0, Math.ceil(millis / 1000)) || 0;
    return [seconds / 86400, (seconds / 3600) % 24, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  }

  /** As in "09:58" or "26:00:00". */
  function digits(millis) {
    const [days, hours, minutes, seconds] = parts(millis);
    return (days + hours > 0 ? `${days * 24 + hours}:` : "") + `${two(minutes)}:${two(seconds)}`;
  }

  /** Sets what is not so yet: a screen reader reads what is set. */
  function say(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  const show = (element, isShown) => {
    if (element) {
      element.hidden = !isShown;
    }
  };

  // ---- What the buyer wants

  const request = (quantity) => ({ buyer: kept.buyer(), token: kept.token(), key: kept.key(), quantity });

  async function purchaseOf(quantity) {
    if (purchase) {
      return;
    }
    const quantities = [...new Set([quantity, ...kept.pending().quantities])];
    kept.keepPending(quantities, Date.now());
    purchase = { kind: "asking" };
    result = null;
    render();
    const ended = await ask(quantities);
    if (ended.kind === "accepted") {
      kept.keepPending([], 0);
      const next = { ...ended.order, key: kept.key() };
      kept.keepOrder(next);
      adopt(next);
    } else {
      // Of one that is given up it is not known whether it got an order, so its quantity stays with the key.
      kept.keepPending(ended.isOpen ? quantities : [], 0);
      result = await explained(ended);
    }
    purchase = null;
    render();
    tellHost({ seckill: "outcome", outcome: ended.kind, orderId: ended.order ? ended.order.orderId : null });
    const focused = $(ended.kind === "unauthorized" ? "token" : "outcome");
    focused.focus({ preventScroll: true });
    focused.scrollIntoView({ block: "nearest" });
  }

  /** The key may stand for another quantity that was asked for, and of which no reply came. */
  async function ask(quantities) {
    let ended;
    for (const quantity of quantities) {
      ended = await buy(saleId, request(quantity), (waiting) => {
        purchase = { ...waiting, until: performance.now() + waiting.wait };
        render();
      });
      if (ended.kind !== "key_reused") {
        break;
      }
    }
    return ended;
  }

  /** That a sale is not open has several reasons. */
  async function explained(ended) {
    if (ended.kind === "not_open") {
      await feed.ask(0);
      return { ...ended, kind: ["paused", "closed"].includes(state()) ? state() : ended.kind };
    }
    return { ...ended, notBefore: performance.now() + (ended.wait || 0) };
  }

  /** From now on the page is about this order. */
  function adopt(next) {
    order = next;
    way = null;
    isAnother = false;
    if (follower) {
      follower.stop();
    }
    follower = new Way(saleId, order.orderId, clock, (news) => {
      way = news;
      improve(news.stored ? { state: news.state, heldUntil: news.heldUntil, at: news.at, logged: true } : {});
    });
    if (main.dataset.book) {
      follower.follow();
    }
    if (!order.logged && order.key) {
      const same = { ...request(order.quantity), key: order.key }; // "buy another" may have made a new one
      logged(saleId, same).then((is) => is && order.orderId === next.orderId && improve({ logged: true }));
    }
  }

  function improve(news) {
    order = { ...order, ...news };
    kept.keepOrder(order);
    render();
  }

  /** Another tab, or this one before, has got an order. */
  function adoptNewest() {
    const [newest] = kept.orders();
    if (newest && !purchase && !(order && order.orderId === newest.orderId)) {
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
    const isOwned = old.state !== "RELEASED" && !(heldFor() <= 0);
    const isEarlier = Date.parse(old.decidedAt) < Date.parse(seen.opensAt);
    if (order === old && hasGivenNone && (isOwned || isEarlier)) {
      follower.stop();
      order = null;
      kept.forget();
      render();
    }
  }

  function another() {
    kept.newKey();
    isAnother = true;
    result = null;
    render();
    $("buy").focus();
  }

  function press(event) {
    event.preventDefault();
    if (state() === "open") {
      if ($("token").value.trim()) {
        kept.keepToken($("token").value.trim());
        $("token").value = "";
      }
      purchaseOf(wanted());
    }
  }

  const wanted = () => ($("quantity") ? Number($("quantity").value) : 1);

  // ---- What is seen

  function render() {
    renderSale();
    renderButton();
    renderOutcome(outcomeShown());
    renderWay();
    show($("lost"), !isConnected);
    tick();
    tellHost({ seckill: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
  }

  function renderSale() {
    say($("state"), t(`state.${state()}`));
    say($("left"), left());
    say($("hint"), t(`hint.${state()}`));
    say($("ends"), state() === "open" && sale.closesAt ? t("time.ends", { text: when(sale.closesAt) }) : "");
    say($("opens-at"), sale.opensAt ? t("time.opens", { text: when(sale.opensAt) }) : "");
    show($("clock"), state() === "scheduled");
  }

  /** As exact as a buyer needs it: a figure that changes all the time only worries. */
  function left() {
    if (state() === "scheduled") {
      return t("left.offered", { left: number.format(sale.left) });
    }
    if (state() === "closed" || state() === "halted") {
      return "";
    }
    if (sale.left === 0) {
      return t(sale.held > 0 ? "left.held" : "left.none");
    }
    if (sale.left <= 10 || sale.left * 10 <= sale.allotment) {
      return t("left.few");
    }
    const unit = 10 ** (String(sale.left - 1).length - 1);
    return t("left.more", { moreThan: number.format(Math.floor((sale.left - 1) / unit) * unit) });
  }

  function renderButton() {
    const isBusy = purchase !== null;
    const isRefused = result !== null && result.kind === "unauthorized";
    show($("order"), order === null || isAnother || isBusy);
    show($("token-field"), isRefused || (main.dataset.tokens === "true" && !kept.token()));
    $("buy").disabled = state() !== "open" && !isBusy;
    $("buy").setAttribute("aria-busy", isBusy);
    say($("buy"), t(isBusy ? "buy.asking" : `buy.${state()}`));
  }

  /** The newest thing that the buyer should know: {outcome, words, says, tone}; null for nothing. */
  function outcomeShown() {
    if (purchase) {
      return purchase.kind === "asking" ? null : waiting();
    }
    if (result) {
      const tone = ["sold_out", "closed"].includes(result.kind) ? "" : "warn";
      return { outcome: result.kind, words: result.kind, says: result.isOpen ? "given_up" : "text", tone };
    }
    if (order && !isAnother) {
      const is = orderState();
      return ["over", "expired", "cancelled"].includes(is)
        ? { outcome: is, words: is, says: "text", tone: is === "over" ? "warn" : "" }
        : { outcome: "accepted", words: "accepted", says: is, tone: "good" };
    }
    return null;
  }

  /** The purchase goes on by itself. */
  function waiting() {
    const isHalted = purchase.kind === "busy" && state() === "halted";
    const outcome = isHalted ? "halted" : purchase.kind;
    return { outcome, words: purchase.isSilent && !isHalted ? "unreachable" : outcome, says: "text", tone: "warn" };
  }

  function renderOutcome(shown) {
    const hasOrder = shown !== null && result === null && purchase === null;
    $("outcome").dataset.outcome = shown ? shown.outcome : "";
    $("outcome").dataset.tone = shown ? shown.tone : "";
    if (shown) {
      say($("outcome-title"), title(shown));
      say($("outcome-text"), t(`outcome.${shown.words}.${shown.says}`));
      const hasDetail = ["refused", "unauthorized", "key_reused"].includes(shown.outcome);
      say($("outcome-detail"), hasDetail ? result.detail || "" : "");
    }
    show($("outcome-facts"), hasOrder);
    if (hasOrder) {
      say($("order-id"), order.orderId);
      say($("order-quantity"), number.format(order.quantity));
      show($("hold"), heldFor() > 0);
      say($("another"), t(order.state === "RELEASED" ? "outcome.again" : "outcome.another"));
    }
    show($("another"), hasOrder && mayHaveAnother());
    show($("retry"), result !== null && result.isOpen);
    show($("outcome"), shown !== null);
    renderEarlier(hasOrder ? order.orderId : null);
  }

  const title = (shown) =>
    shown.outcome === "accepted" && order.quantity > 1
      ? t("outcome.accepted.many", { count: number.format(order.quantity) })
      : t(`outcome.${shown.words}.title`);

  function mayHaveAnother() {
    const owned = kept.orders().filter((each) => each.state !== "RELEASED");
    const units = owned.reduce((sum, each) => sum + each.quantity, 0);
    return state() === "open" && (sale.perBuyer === 0 || units < sale.perBuyer);
  }

  function renderEarlier(shownId) {
    const ids = kept.orders().map((each) => each.orderId);
    const others = ids.filter((id) => id !== shownId);
    show($("earlier"), others.length > 0);
    if ($("earlier-list").dataset.ids !== others.join()) {
      $("earlier-list").dataset.ids = others.join();
      $("earlier-list").replaceChildren(
        ...others.map((id) => Object.assign(document.createElement("li"), { textContent: id }))
      );
    }
  }

  function renderWay() {
    const isShown = way !== null && !isAnother && purchase === null;
    show($("way"), isShown);
    if (!isShown) {
      return;
    }
    const is = orderState();
    const last = is === "over" ? "held" : is === "pending" ? "confirmed" : is;
    const steps = ["decided", "logged", "stored", last];
    const done = [true, order.logged, way.stored, way.stored && last !== "held"].indexOf(false);
    steps.forEach((step, index) => {
      const item = $("way-steps").children[index];
      const progress = done < 0 || index < done ? "done" : index === done ? "now" : "open";
      item.dataset.step = step;
      item.dataset.progress = progress;
      say(item.firstElementChild, t(`way.${step}`));
      say(item.lastElementChild, progress === "open" ? "" : t(`way.${progress}`));
    });
  }

  // ---- What moves with the time

  let askedForOpening = null;
  let announced = null;
  let wasHeld = false;

  function tick() {
    const millis = opensIn();
    renderClock(millis);
    announce(Math.ceil(millis / 1000));
    if (millis <= 0 && askedForOpening !== sale.opensAt) {
      // The server opens the sale, not this page. The stream says so first; those without one do not ask all at once.
      askedForOpening = sale.opensAt;
      feed.ask(feed.isStreaming() ? 2500 : 1000);
    }
    const isHeld = heldFor() > 0;
    if (isHeld) {
      say($("held-until"), when(order.heldUntil));
      say($("hold-remaining"), t("outcome.remaining", { time: digits(heldFor()) }));
    }
    if (wasHeld !== isHeld) {
      wasHeld = isHeld;
      renderOutcome(outcomeShown());
    }
    show($("outcome-next"), purchase !== null && purchase.kind === "busy");
    if (purchase && purchase.until) {
      say($("outcome-next"), t("outcome.next", { time: digits(purchase.until - performance.now()) }));
    }
    $("retry").disabled = result !== null && result.notBefore > performance.now();
    renderTitle(millis);
  }

  function renderClock(millis) {
    const [days, hours, minutes, seconds] = parts(millis);
    say($("days"), number.format(days));
    say($("hours"), two(hours));
    say($("minutes"), two(minutes));
    say($("seconds"), two(seconds));
    show($("days-unit"), days > 0);
    say($("clock-label"), t(millis <= 0 ? "time.opening" : "time.opensIn"));
  }

  /** Nobody wants to hear each second. */
  function announce(seconds) {
    if ([600, 300, 60, 30, 10].includes(seconds) && announced !== seconds) {
      announced = seconds;
      const [count, unit] = seconds < 60 ? [seconds, "second"] : [seconds / 60, "minute"];
      const words = new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(count);
      say($("announce"), t("time.announce", { time: words }));
    }
  }

  function renderTitle(millis) {
    const shown = outcomeShown();
    const words = shown ? title(shown) : millis > 0 ? `${digits(millis)} · ${t("state.scheduled")}` : t(`state.${state()}`);
    const text = `${words} · ${main.dataset.name}`;
    if (document.title !== text) {
      document.title = text;
    }
  }

  // ---- The page around, if this is the frame of embed.js

  function tellHost(message) {
    if (host) {
      parent.postMessage({ ...message, sale: saleId }, host);
    }
  }

  /** The first message of a page that may have this frame says who it is, and may bring the buyer's token. */
  function hear({ source, origin, data }) {
    if (source !== parent || !main.dataset.origins.split(" ").includes(origin) || data?.seckill !== "hello") {
      return;
    }
    host = origin;
    if (data.token) {
      kept.keepToken(String(data.token));
      takeUp();
    }
    render();
  }

  // ---- Everything together

  const feed = new Feed(saleId, clock, (news) => {
    if (news.sale) {
      took(news.sale);
    } else {
      isConnected = news.isConnected;
    }
    render();
  });

  function took(next) {
    if (state() !== "open" && next.state === "OPEN") {
      result = null; // it was about the sale as it was
    }
    sale = next;
    main.dataset.state = sale.state.toLowerCase();
  }

  /** What the server wrote into the page. */
  function takeOver() {
    took(JSON.parse($("sale").textContent));
    clock.isAtLeast(sale.serverTime);
    if ($("ordered").textContent.trim()) {
      kept.keepOrder(JSON.parse($("ordered").textContent));
    } else if ($("outcome").dataset.outcome) {
      result = { kind: $("outcome").dataset.outcome, detail: $("outcome-detail").textContent };
    }
  }

  function replacePicture() {
    show($("picture"), false);
    show($("placeholder"), true);
  }

  $("buy-form").addEventListener("submit", press);
  $("retry").addEventListener("click", () => purchaseOf(wanted()));
  $("another").addEventListener("click", another);
  addEventListener("storage", adoptNewest);
  addEventListener("online", () => feed.wake());
  addEventListener("offline", () => feed.ask(0));
  addEventListener("pageshow", (event) => event.persisted && feed.wake());
  document.addEventListener("visibilitychange", () => (document.hidden ? feed.rest() : feed.wake()));
  if (main.dataset.origins) {
    addEventListener("message", hear);
  }
  if ($("picture")) {
    $("picture").addEventListener("error", replacePicture);
    if ($("picture").complete && $("picture").naturalWidth === 0) {
      replacePicture();
    }
  }

  takeOver();
  takeUp();
  const old = purchase ? null : order;
  feed.start().then((reply) => old && reply.status === 200 && forgetForeign(old, reply.body));
  render();
  setInterval(tick, 250);
})();
