/*
 * What the buyer page has to do with the server and the browser's memory: requests, the server's clock, the live state
 * of a sale, a purchase with its retries, the way of an order. Nothing of the page itself: buyer.js shows it.
 */
(() => {
  "use strict";

  const REQUEST_WAIT = 10000;
  const RETRIES_MAX = 9;
  const RETRY_WAIT_MAX = 60000;
  const OFFLINE_WAIT_MAX = 600000;
  const RESUME_WITHIN = 300000;
  const ORDERS_KEPT = 20;

  const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

  /** Before attempt n (0, 1, 2 …): doubles up to a bound, half of it by chance, so that a crowd spreads out. */
  const pause = (n, first, most) => Math.min(most, first * 2 ** n) * (0.5 + Math.random() / 2);

  /** Resolves at an event of the window or after that time, whichever is first. */
  const untilEvent = (name, millis) =>
    new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener(name, end);
        done();
      };
      const timer = setTimeout(end, millis);
      addEventListener(name, end);
    });

  /** Milliseconds that a reply asks to wait for, 0 if it does not. */
  function retryAfter(headers) {
    const value = headers.get("Retry-After");
    const millis = /^\d+$/.test(value) ? value * 1000 : Date.parse(value) - Date.now();
    return millis > 0 ? millis : 0;
  }

  /** Always resolves; status 0: there was no reply in time. `kind` is the kind of problem, as in "sold_out". */
  async function request(path, options) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), REQUEST_WAIT);
    const sent = performance.now();
    try {
      const reply = await fetch(path, { cache: "no-store", ...options, signal: limit.signal });
      const received = performance.now();
      const isJson = /json/.test(reply.headers.get("Content-Type"));
      const body = isJson ? await reply.json() : null;
      const kind = String((body && body.type) || "").split("#")[1];
      return {
        status: reply.status,
        body,
        kind: kind ? kind.replace(/-/g, "_") : null,
        retryAfter: retryAfter(reply.headers),
        sent,
        received,
      };
    } catch (e) {
      return { status: 0, body: null, kind: null, retryAfter: 0, sent, received: performance.now() };
    } finally {
      clearTimeout(timer);
    }
  }

  /** The server's clock, from the best of the newer measurements: the one with the shortest way there and back. */
  class ServerClock {
    constructor() {
      this.offset = null;
      this.forget();
    }

    /** The next measurement counts, however long its way is. */
    forget() {
      this.error = Infinity;
      this.measuredAt = -Infinity;
      this.drift = Date.now() - performance.now();
    }

    /** A reply that was under way from `sent` to `received` and says what time it was. */
    measured(serverTime, sent, received) {
      const error = (received - sent) / 2;
      const isOld = received - this.measuredAt > 300000;
      if (error <= this.error || isOld || this.hasSlept()) {
        this.forget();
        this.offset = Date.parse(serverTime) + error - received;
        this.error = error;
        this.measuredAt = received;
      }
    }

    /** A message that says what time it was, but not how long it took: it is that late at least. */
    isAtLeast(serverTime) {
      const offset = Date.parse(serverTime) - performance.now();
      if (this.offset === null || this.offset < offset) {
        this.offset = offset;
      }
    }

    /** The stopwatch of a sleeping device may stand still. */
    hasSlept() {
      return Math.abs(Date.now() - performance.now() - this.drift) > 1000;
    }

    /** Milliseconds since 1970, by the server; by this device before the first measurement. */
    now() {
      return this.offset === null ? Date.now() : performance.now() + this.offset;
    }
  }

  /** The state of a sale as it changes: by the stream, and by asking now and then while there is none. */
  class Feed {
    /**
     * `tell` gets {sale} with each newer state, or {isConnected}: whether the server answers.
     */
    constructor(saleId, clock, tell) {
      this.path = `/api/sales/${encodeURIComponent(saleId)}`;
      this.clock = clock;
      this.tell = tell;
      this.sale = null;
      this.failures = 0;
      this.breaks = 0;
      this.stream = null;
    }

    /** Resolves to the reply to a first question. */
    start() {
      this.open();
      return this.ask(0);
    }

    /** After a sleep, or on a new network: everything is measured and connected anew. */
    wake() {
      this.clock.forget();
      this.breaks = 0;
      this.start();
    }

    /** Unseen tabs do not keep a stream: a browser has but few connections to a server. */
    rest() {
      clearTimeout(this.opening);
      this.close();
      this.askLater();
    }

    isStreaming() {
      return this.stream !== null && this.stream.readyState === EventSource.OPEN;
    }

    open() {
      clearTimeout(this.opening);
      this.close();
      const stream = new EventSource(`${this.path}/live`);
      this.stream = stream;
      stream.addEventListener("sale", (event) => {
        this.breaks = 0;
        this.took(JSON.parse(event.data), (time) => this.clock.isAtLeast(time));
      });
      // The browser's own reconnecting has no jitter, and none at all after a 503.
      stream.addEventListener("error", () => {
        if (this.stream === stream) {
          this.close();
          this.opening = setTimeout(() => this.open(), pause(this.breaks++, 4000, 60000));
          this.askLater();
        }
      });
    }

    close() {
      if (this.stream !== null) {
        this.stream.close();
        this.stream = null;
      }
    }

    /** Asks within that time. Resolves to the reply. */
    async ask(within) {
      clearTimeout(this.asking);
      if (within > 0) {
        await new Promise((done) => {
          this.asking = setTimeout(done, within * (0.2 + 0.8 * Math.random()));
        });
      }
      const reply = await request(this.path);
      if (reply.status === 200) {
        this.failures = 0;
        this.took(reply.body, (time) => this.clock.measured(time, reply.sent, reply.received));
      } else {
        this.failures++;
        this.tell({ isConnected: false });
      }
      this.askLater(reply.retryAfter);
      return reply;
    }

    /** Seldom beside the stream, which does not tell of a connection that is silently gone. */
    askLater(atLeast = 0) {
      clearTimeout(this.asking);
      const usual = this.isStreaming() ? 60000 : this.isLively() ? 2500 : 12000;
      const next = Math.max(atLeast, usual * (0.7 + 0.6 * Math.random()), pause(this.failures, 500, 30000));
      this.asking = setTimeout(() => this.ask(0), next);
    }

    isLively() {
      const state = this.sale && this.sale.state;
      const opensSoon = state === "SCHEDULED" && Date.parse(this.sale.opensAt) - this.clock.now() < 60000;
      return !document.hidden && (opensSoon || state === "OPEN" || state === null);
    }

    took(sale, measure) {
      measure(sale.serverTime);
      this.tell({ isConnected: true });
      if (this.sale === null || Date.parse(sale.serverTime) >= Date.parse(this.sale.serverTime)) {
        this.sale = sale;
        this.tell({ sale });
      }
    }
  }

  /** Whether the same request may well get another answer soon. */
  const isPassing = (status) => [0, 408, 425, 429].includes(status) || status >= 500;

  function orderRequest({ buyer, token, key, quantity }) {
    const headers = { "Content-Type": "application/json", "Idempotency-Key": key };
    if (token) {
      headers.Authorization = `Bearer ${token}`;
    }
    return { method: "POST", headers, body: JSON.stringify(token ? { quantity } : { buyer, quantity }) };
  }

  function outcome(reply) {
    if (reply.status >= 200 && reply.status < 300 && reply.body) {
      return { kind: "accepted", order: { ...reply.body, logged: reply.status !== 202 } };
    }
    const known = ["sold_out", "not_enough", "limit_reached", "not_open", "key_reused", "unknown_sale", "unauthorized"];
    const detail = (reply.body && reply.body.detail) || `HTTP ${reply.status}`;
    return { kind: known.includes(reply.kind) ? reply.kind : "refused", detail };
  }

  /**
   * Buys, and asks again by itself where that may help: always with the same key, so there is one order at most. `tell`
   * gets {kind: "busy" or "offline", isSilent, wait} before each wait. Resolves to the outcome: {kind, order or detail};
   * one that is given up isOpen, and says with `wait` how long the server wants to be left alone.
   */
  async function buy(saleId, wanted, tell) {
    const path = `/api/sales/${encodeURIComponent(saleId)}/orders`;
    for (let failed = 0; ; ) {
      const reply = await request(path, orderRequest(wanted));
      if (!isPassing(reply.status)) {
        return outcome(reply);
      }
      const kind = reply.status === 0 && !navigator.onLine ? "offline" : "busy";
      const wait = Math.max(pause(failed, 500, 10000), reply.retryAfter * (1 + Math.random() / 4));
      if (kind === "busy" && (++failed > RETRIES_MAX || wait > RETRY_WAIT_MAX)) {
        return { kind, isOpen: true, wait: reply.retryAfter };
      }
      tell({ kind, isSilent: kind === "busy" && reply.status === 0, wait });
      if (kind === "offline") {
        await untilEvent("online", OFFLINE_WAIT_MAX);
        if (!navigator.onLine) {
          return { kind, isOpen: true };
        }
        await sleep(1000 * Math.random());
      } else {
        await untilEvent("online", wait);
      }
    }
  }

  /** Resolves when the order log has acknowledged an accepted order: to true, or false if that is not known in the end. */
  async function logged(saleId, wanted) {
    for (let n = 0; n < 10; n++) {
      await sleep(pause(n, 1000, 15000));
      const reply = await request(`/api/sales/${encodeURIComponent(saleId)}/orders`, orderRequest(wanted));
      if (reply.status === 200 || reply.status === 201) {
        return true;
      }
    }
    return false;
  }

  /** Asks what became of an order, ever more seldom, until nothing more will come. */
  class Way {
    constructor(saleId, orderId, clock, tell) {
      this.path = `/sales/${encodeURIComponent(saleId)}/orders/${encodeURIComponent(orderId)}/way`;
      this.clock = clock;
      this.tell = tell;
      this.turn = 0;
    }

    async follow() {
      const turn = ++this.turn; // of a later call, which ends this one
      let missed = 0;
      for (let n = 0; turn === this.turn; n++) {
        const reply = document.hidden ? null : await request(this.path);
        if (turn !== this.turn) {
          return;
        }
        if (reply && reply.status === 200 && reply.body) {
          missed = 0;
          this.tell(reply.body);
          if (reply.body.stored && reply.body.state !== "HELD") {
            return;
          }
        } else if (reply && !isPassing(reply.status) && ++missed > 7) {
          return; // nobody keeps a book here, or it does not know the order
        }
        await untilEvent("visibilitychange", this.wait(n, reply));
      }
    }

    /** Not longer than until the hold is over. */
    wait(n, reply) {
      const usual = Math.max(pause(n, 600, 30000), reply ? reply.retryAfter : 0);
      const hold = reply && reply.body ? Date.parse(reply.body.heldUntil) - this.clock.now() : NaN;
      return hold > 0 ? Math.min(usual, hold + 500 + 1500 * Math.random()) : usual;
    }

    stop() {
      this.turn++;
    }
  }

  /** What the browser keeps for a sale: who the buyer is, the key of the purchase, and what came of it. */
  class Keeper {
    constructor(saleId) {
      this.saleId = saleId;
      this.local = storage("localStorage");
      this.tab = storage("sessionStorage");
    }

    /** The buyer's signed token; of this tab alone. */
    token() {
      return this.tab.getItem("seckill.buyerToken");
    }

    keepToken(token) {
      this.tab.setItem("seckill.buyerToken", token);
    }

    /** Two buyers with tokens at one browser have keys of their own. Who they are is for the server to check. */
    name(what) {
      let subject = "";
      try {
        const payload = this.token().split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
        subject = ` ${JSON.parse(atob(payload)).sub}`;
      } catch (e) {
        // no such token
      }
      return `seckill.${what}.${this.saleId}${subject}`;
    }

    once(name, prefix) {
      if (!this.local.getItem(name)) {
        this.local.setItem(name, prefix + randomId());
      }
      return this.local.getItem(name);
    }

    buyer() {
      return this.once("seckill.buyer", "web-");
    }

    key() {
      return this.once(this.name("key"), "");
    }

    newKey() {
      this.local.setItem(this.name("key"), randomId());
      this.keepPending([], 0);
    }

    /** The quantities that may have been ordered under the key, and whether a purchase was just under way. */
    pending() {
      const { quantities, since } = this.read("pending", { quantities: [], since: 0 });
      return { quantities, isRecent: quantities.length > 0 && Date.now() - since < RESUME_WITHIN };
    }

    keepPending(quantities, since) {
      this.local.setItem(this.name("pending"), JSON.stringify({ quantities, since }));
    }

    /** The orders of this buyer, the newest first. */
    orders() {
      return this.read("orders", []);
    }

    keepOrder(order) {
      const others = this.orders().filter((other) => other.orderId !== order.orderId);
      const all = [order, ...others].sort((a, b) => (a.orderId < b.orderId ? 1 : -1)); // ids are made in order of time
      this.local.setItem(this.name("orders"), JSON.stringify(all.slice(0, ORDERS_KEPT)));
    }

    forget() {
      ["orders", "pending", "key"].forEach((what) => this.local.removeItem(this.name(what)));
    }

    read(what, otherwise) {
      try {
        return JSON.parse(this.local.getItem(this.name(what))) ?? otherwise;
      } catch (e) {
        return otherwise;
      }
    }
  }

  const randomId = () =>
    Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");

  /** The browser's storage, or the page's memory where the browser keeps nothing. */
  function storage(name) {
    try {
      window[name].setItem("seckill.try", "");
      window[name].removeItem("seckill.try");
      return window[name];
    } catch (e) {
      const memory = new Map();
      return {
        getItem: (key) => memory.get(key) ?? null,
        setItem: (key, value) => memory.set(key, value),
        removeItem: (key) => memory.delete(key),
      };
    }
  }

  window.seckill = { ServerClock, Feed, Way, Keeper, buy, logged };
})();
