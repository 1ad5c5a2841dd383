/* What the buyer page knows of a sale: the server's clock, and the sale's state as it changes. */
(() => {
  "use strict";

  const { request, pause } = window.seckill;

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

    /** After a sleep, or on a new network: everything is measured and connected anew, once somebody looks. */
    wake() {
      if (document.hidden) {
        return;
      }
      this.clock.forget();
      this.breaks = 0;
      this.start();
    }

    /** Unseen tabs keep no stream, since a browser has but few connections to a server, and do not go on asking. */
    rest() {
      clearTimeout(this.opening);
      clearTimeout(this.asking);
      this.close();
    }

    isStreaming() {
      return this.stream !== null && this.stream.readyState === EventSource.OPEN;
    }

    open() {
      clearTimeout(this.opening);
      this.close();
      if (document.hidden) {
        return;
      }
      const stream = new EventSource(`${this.path}/live`);
      this.stream = stream;
      stream.addEventListener("sale", (event) => {
        this.breaks = 0;
        this.took(JSON.parse(event.data), (time) => this.clock.isAtLeast(time));
        this.askLater(); // whoever hears the stream need not ask
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
      const isOver = this.sale !== null && this.sale.state === "CLOSED" && this.failures === 0;
      if (document.hidden || isOver) {
        return;
      }
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

  Object.assign(window.seckill, { ServerClock, Feed });
})();
