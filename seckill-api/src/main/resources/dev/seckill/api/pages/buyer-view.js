/* Shows what is known of a sale and of the buyer's order. Decides nothing. */
(() => {
  "use strict";

  const { t, number, when, two, parts, digits, spoken, left, say, show } = window.seckill;
  const $ = (id) => document.getElementById(id);
  const main = document.querySelector("main");

  /** By what the file of a receipt shows. */
  const RECEIPT_NOTES = {
    nothing: "outcome.receipt_note",
    order: "outcome.receipt_proven",
    other: "outcome.receipt_other",
  };

  class View {
    /** @param known what buyer.js knows: sale, isConnected, purchase, result, order, isAnother, way */
    constructor(known, kept, clock) {
      this.known = known;
      this.kept = kept;
      this.clock = clock;
      this.announced = null;
      this.wasHeld = false;
    }

    state() {
      return this.known.sale.state.toLowerCase();
    }

    opensIn() {
      return this.state() === "scheduled" ? Date.parse(this.known.sale.opensAt) - this.clock.now() : NaN;
    }

    heldFor() {
      const { order } = this.known;
      return order && order.state === "HELD" ? Date.parse(order.heldUntil) - this.clock.now() : NaN;
    }

    /** "pending", "held", "over", "confirmed", "expired" or "cancelled". */
    orderState() {
      const { order } = this.known;
      if (order.state === "RELEASED") {
        return Date.parse(order.at) >= Date.parse(order.heldUntil) ? "expired" : "cancelled";
      }
      if (order.state === "HELD") {
        return this.heldFor() > 0 ? "held" : "over";
      }
      return order.logged ? "confirmed" : "pending";
    }

    render() {
      this.renderSale();
      this.renderButton();
      this.renderOutcome();
      this.renderWay();
      show($("lost"), !this.known.isConnected);
      this.tick();
    }

    renderSale() {
      const { sale } = this.known;
      const at = (key, iso) => (iso ? t(key, { text: when(iso, this.clock.now()) }) : "");
      main.dataset.state = this.state();
      say($("state"), t(`state.${this.state()}`));
      say($("left"), left(sale));
      const isForgetful = this.state() === "open" && !this.kept.isLasting();
      say($("hint"), isForgetful ? t("hint.forgetful") : t(`hint.${this.state()}`));
      say($("ends"), this.state() === "open" ? at("time.ends", sale.closesAt) : "");
      say($("opens-at"), at("time.opens", sale.opensAt));
      show($("clock"), this.state() === "scheduled");
    }

    renderButton() {
      const { purchase, result, order, isAnother } = this.known;
      const isBusy = purchase !== null;
      const isRefused = result !== null && result.kind === "unauthorized";
      const hasRetry = result !== null && result.isOpen === true;
      show($("order"), isBusy || ((order === null || isAnother) && !hasRetry));
      show($("token-field"), isRefused || (main.dataset.tokens === "true" && !this.kept.token()));
      $("buy").disabled = this.state() !== "open" && !isBusy;
      $("buy").setAttribute("aria-busy", isBusy);
      say($("buy"), t(isBusy ? "buy.asking" : `buy.${this.state()}`));
    }

    /** The newest thing that the buyer should know: its outcome, and the texts for it; null for nothing. */
    outcome() {
      const { purchase, result, order, isAnother } = this.known;
      if (purchase) {
        return purchase.kind === "asking" ? null : this.waiting(purchase);
      }
      if (result) {
        return { outcome: result.kind, words: result.kind, says: result.isOpen ? "given_up" : "text" };
      }
      if (order && !isAnother) {
        const is = this.orderState();
        return ["over", "expired", "cancelled"].includes(is)
          ? { outcome: is, words: is, says: "text" }
          : { outcome: "accepted", words: "accepted", says: is };
      }
      return null;
    }

    /** The purchase goes on by itself. */
    waiting({ kind, isSilent }) {
      const outcome = kind === "busy" && this.state() === "halted" ? "halted" : kind;
      return { outcome, words: outcome === "busy" && isSilent ? "unreachable" : outcome, says: "text" };
    }

    title({ outcome, words }) {
      const { order } = this.known;
      return outcome === "accepted" && order.quantity > 1
        ? t("outcome.accepted.many", { count: number.format(order.quantity) })
        : t(`outcome.${words}.title`);
    }

    renderOutcome() {
      const { purchase, result } = this.known;
      const shown = this.outcome();
      const hasOrder = shown !== null && result === null && purchase === null;
      $("outcome").dataset.outcome = shown ? shown.outcome : "";
      if (shown) {
        const hasDetail = ["refused", "unauthorized", "key_reused"].includes(shown.outcome);
        say($("outcome-title"), this.title(shown));
        say($("outcome-text"), t(`outcome.${shown.words}.${shown.says}`));
        say($("outcome-detail"), hasDetail ? result.detail || "" : "");
      }
      show($("outcome-facts"), hasOrder);
      if (hasOrder) {
        this.renderOrder();
      } else if ($("receipt-place")) {
        show($("receipt-place"), false);
      }
      show($("another"), hasOrder && this.mayHaveAnother());
      show($("retry"), result !== null && result.isOpen === true);
      show($("outcome"), shown !== null);
      this.renderEarlier(hasOrder);
    }

    renderOrder() {
      const { order } = this.known;
      say($("order-id"), order.orderId);
      say($("order-quantity"), number.format(order.quantity));
      show($("hold"), this.heldFor() > 0);
      this.renderReceipt(order);
      say($("another"), t(this.isOwned(order) ? "outcome.another" : "outcome.again"));
    }

    /** As it was fetched: the link leads to what this page keeps, not to the shop. */
    renderReceipt({ orderId, receipt }) {
      const link = $("receipt");
      if (link === null) {
        return;
      }
      show($("receipt-place"), Boolean(receipt));
      const shows = (receipt && receipt.shows) || "nothing";
      if (receipt && (link.dataset.order !== orderId || $("receipt-place").dataset.shows !== shows)) {
        URL.revokeObjectURL(link.href);
        link.href = URL.createObjectURL(new Blob([receipt.text], { type: "application/json" }));
        link.download = receipt.name;
        link.dataset.order = orderId;
        $("receipt-place").dataset.shows = shows;
        say($("receipt-note"), t(RECEIPT_NOTES[shows]));
      }
    }

    /** Whether it counts for the limit: a hold that is over goes back on sale, also where nobody tells this page. */
    isOwned(order) {
      const isOver = order.state === "HELD" && Date.parse(order.heldUntil) <= this.clock.now();
      return order.state !== "RELEASED" && !isOver;
    }

    mayHaveAnother() {
      const { perBuyer } = this.known.sale;
      const owned = this.kept.orders().filter((order) => this.isOwned(order));
      const units = owned.reduce((sum, order) => sum + order.quantity, 0);
      return this.state() === "open" && (perBuyer === 0 || units < perBuyer);
    }

    renderEarlier(hasOrder) {
      const ids = this.kept.orders().map((order) => order.orderId);
      const others = ids.filter((id) => !hasOrder || id !== this.known.order.orderId);
      const list = $("earlier-list");
      show($("earlier"), others.length > 0);
      if (list.dataset.ids !== others.join()) {
        const item = (id) => Object.assign(document.createElement("li"), { textContent: id });
        list.dataset.ids = others.join();
        list.replaceChildren(...others.map(item));
      }
    }

    renderWay() {
      const { way, order, isAnother, purchase } = this.known;
      const isShown = way !== null && !isAnother && purchase === null;
      show($("way"), isShown);
      if (!isShown) {
        return;
      }
      const is = this.orderState();
      const last = is === "over" ? "held" : is === "pending" ? "confirmed" : is;
      const done = [true, order.logged, way.stored, way.stored && last !== "held"].indexOf(false);
      ["decided", "logged", "stored", last].forEach((step, index) => {
        const item = $("way-steps").children[index];
        const progress = done < 0 || index < done ? "done" : index === done ? "now" : "open";
        item.dataset.step = step;
        item.dataset.progress = progress;
        say(item.firstElementChild, t(`way.${step}`));
        say(item.lastElementChild, progress === "open" ? "" : t(`way.${progress}`));
      });
    }

    /** What moves with the time. */
    tick() {
      const { purchase, result } = this.known;
      const millis = this.opensIn();
      this.tickClock(millis);
      this.tickHold();
      this.announce(Math.ceil(millis / 1000));
      this.tickWait(purchase, result);
      this.tickTitle(millis);
    }

    /** Until the next try: by the page itself, or by the buyer, who has to leave the server alone until then. */
    tickWait(purchase, result) {
      const isPaused = purchase !== null && purchase.kind === "busy";
      const isHeldOff = purchase === null && result !== null && result.notBefore > performance.now();
      $("retry").disabled = isHeldOff;
      show($("outcome-next"), isPaused || isHeldOff);
      if (isPaused || isHeldOff) {
        const [key, until] = isPaused ? ["outcome.next", purchase.until] : ["outcome.wait", result.notBefore];
        say($("outcome-next"), t(key, { time: digits(until - performance.now()) }));
      }
    }

    tickClock(millis) {
      const [days, hours, minutes, seconds] = parts(millis);
      say($("days"), number.format(days));
      say($("hours"), two(hours));
      say($("minutes"), two(minutes));
      say($("seconds"), two(seconds));
      show($("days-unit"), days > 0);
      say($("clock-label"), t(millis <= 0 ? "time.opening" : "time.opensIn"));
    }

    tickHold() {
      const isHeld = this.heldFor() > 0;
      if (isHeld) {
        say($("held-until"), when(this.known.order.heldUntil, this.clock.now()));
        say($("hold-remaining"), t("outcome.remaining", { time: digits(this.heldFor()) }));
      }
      if (this.wasHeld !== isHeld) {
        this.wasHeld = isHeld;
        this.renderOutcome();
      }
    }

    /** To screen readers. Nobody wants to hear each second. */
    announce(seconds) {
      if ([600, 300, 60, 30, 10].includes(seconds) && this.announced !== seconds) {
        this.announced = seconds;
        say($("announce"), t("time.announce", { time: spoken(seconds) }));
      }
    }

    tickTitle(millis) {
      const shown = this.outcome();
      const opening = millis > 0 ? `${digits(millis)} · ` : "";
      const words = shown ? this.title(shown) : opening + t(`state.${this.state()}`);
      const title = `${words} · ${main.dataset.name}`;
      if (document.title !== title) {
        document.title = title;
      }
    }
  }

  window.seckill.View = View;
})();
