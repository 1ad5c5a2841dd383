/* What the browser keeps of a buyer. */
(() => {
  "use strict";

  const RESUME_WITHIN = 300000;
  const ORDERS_KEPT = 20;

  /** What the browser keeps for a sale: who the buyer is, the key of the purchase, and what came of it. */
  class Keeper {
    constructor(saleId) {
      this.saleId = saleId;
      this.local = storage("localStorage");
      this.tab = storage("sessionStorage");
      this.hostsToken = null; // from the page around, which says at each load who the buyer is; nowhere else
    }

    /** Whether a reload finds it again. */
    isLasting() {
      return this.local instanceof Storage;
    }

    /** The buyer's signed token; of this tab alone. */
    token() {
      return this.hostsToken || this.tab.getItem("seckill.buyerToken");
    }

    /** The same for this buyer, whoever comes next. */
    ofBuyerNow() {
      const token = this.token();
      const name = this.name("");
      return Object.assign(Object.create(this), { token: () => token, isBuyerNow: () => this.name("") === name });
    }

    keepToken(token) {
      this.hostsToken = null; // it was of no use
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

    dropOrder(order) {
      const others = this.orders().filter((other) => other.orderId !== order.orderId);
      this.local.setItem(this.name("orders"), JSON.stringify(others));
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

  window.seckill.Keeper = Keeper;
})();
