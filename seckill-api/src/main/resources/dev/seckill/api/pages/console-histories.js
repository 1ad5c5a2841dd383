/* What charts show of each sale, kept for this tab, so that a reload or a look at the report loses little. */
(() => {
  'use strict';

  const C = window.seckillConsole;

  const KEPT = 'seckill.charts';
  const KEPT_MAX = 20;
  const HISTORIES_MAX = 300;

  C.Histories = class {
    constructor() {
      this.clearMemory();
    }

    of(sale) {
      return this.bySale.get(sale);
    }

    see(live) {
      for (const sale of live.sales) {
        if (!this.bySale.has(sale.sale)) {
          this.bySale.set(sale.sale, new C.History());
        }
        this.bySale.get(sale.sale).see(sale, Date.parse(live.at));
        this.requests.set(sale.sale, sale.decisions ? sale.decisions.received : 0);
      }
      if (this.bySale.size > HISTORIES_MAX) {
        this.forget(new Set(live.sales.map((sale) => sale.sale)));
      }
    }

    forget(there) {
      [...this.bySale.keys()]
        .filter((sale) => !there.has(sale))
        .forEach((sale) => this.bySale.delete(sale) && this.requests.delete(sale));
    }

    /** Keeps those of the busiest sales. */
    keep() {
      const busy = [...this.bySale].sort((one, other) => this.busyness(other[0]) - this.busyness(one[0]));
      try {
        sessionStorage.setItem(KEPT, JSON.stringify(busy.slice(0, KEPT_MAX)));
      } catch (full) {
        sessionStorage.removeItem(KEPT);
      }
    }

    busyness(sale) {
      return this.requests.get(sale) || 0;
    }

    restore() {
      try {
        const kept = JSON.parse(sessionStorage.getItem(KEPT) || '[]');
        kept.forEach(([sale, history]) => this.bySale.set(sale, new C.History(history)));
      } catch (notOurs) {
        sessionStorage.removeItem(KEPT);
      }
    }

    clear() {
      sessionStorage.removeItem(KEPT);
      this.clearMemory();
    }

    clearMemory() {
      this.bySale = new Map();
      this.requests = new Map();
    }
  };
})();
