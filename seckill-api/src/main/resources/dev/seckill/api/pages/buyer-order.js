/* A purchase with all its retries, and what becomes of the order. */
(() => {
  "use strict";

  const { request, pause, sleep, untilEvent, isPassing } = window.seckill;
  const RETRIES_MAX = 9;
  const RETRY_WAIT_MAX = 60000;
  const OFFLINE_WAIT_MAX = 600000;

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
      const wait = reply.retryAfter + pause(failed, 1000, 10000); // a crowd that is told the same comes back one by one
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
        await (reply.status === 0 ? untilEvent("online", wait) : sleep(wait));
      }
    }
  }

  /**
   * Resolves when the order log has acknowledged an accepted order, or its key stands for something else than this order: to
   * the outcome; null if that is not known in the end.
   */
  async function logged(saleId, wanted, orderId) {
    for (let n = 0; n < 10; n++) {
      await sleep(pause(n, 1000, 15000));
      const reply = await request(`/api/sales/${encodeURIComponent(saleId)}/orders`, orderRequest(wanted));
      const ended = isPassing(reply.status) ? { kind: "busy" } : outcome(reply);
      const isLogged = ended.order && (ended.order.logged || ended.order.orderId !== orderId);
      if (isLogged || ["sold_out", "not_enough", "limit_reached", "not_open"].includes(ended.kind)) {
        return ended;
      }
    }
    return null;
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

  Object.assign(window.seckill, { Way, buy, logged });
})();
