/*
 * Whether the figures of a sale add up. While something is under way they may differ for a moment, so a difference
 * counts only once nothing has moved for some seconds, and the order book was counted after that.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;

  const STILL_MILLIS = 5000;
  const COUNTED_AFTER_MILLIS = 3000;
  const STILL_ANYHOW_MILLIS = 30000; // for a book that tells no newer time of its count

  /** When what was seen last moved. */
  class Since {
    constructor(now) {
      this.seen = undefined;
      this.at = now;
    }

    see(value, now) {
      if (value !== this.seen) {
        this.seen = value;
        this.at = now;
      }
    }
  }

  /** What is remembered of a sale from one snapshot to the next. */
  C.SaleMemory = class {
    constructor(now) {
      this.decided = new Since(now);
      this.requests = new Since(now);
      this.stored = new Since(now);
      this.counted = new Since(now);
      this.logged = new Since(now);
    }

    see(sale, now) {
      const book = sale.book;
      this.decided.see([sale.no, sale.outbox, sale.left, sale.held, sale.allotment, sale.accepted].join(), now);
      this.requests.see(JSON.stringify(sale.decisions), now);
      this.stored.see(book ? JSON.stringify({ ...book, at: null }) : '', now);
      this.counted.see(book ? book.at : '', now);
      this.logged.see(sale.outbox > 0 ? sale.no - sale.outbox : 'all', now);
    }

    /** How long the order log has not taken an event though some wait for it. */
    silentFor(sale, now) {
      return sale.outbox > 0 ? now - this.logged.at : 0;
    }

    areRequestsStill(now) {
      return now - this.requests.at >= STILL_MILLIS;
    }

    isBookStill(now) {
      const counted = this.counted.at - this.decided.at >= COUNTED_AFTER_MILLIS;
      const still = Math.min(now - this.decided.at, now - this.stored.at);
      return still >= STILL_ANYHOW_MILLIS || (still >= STILL_MILLIS && counted);
    }
  };

  const answered = (decisions) =>
    C.sum(Object.entries(decisions).map(([outcome, count]) => (outcome === 'received' ? 0 : count)));

  /** Requests that have no answer yet. */
  C.unanswered = (sale) => (sale.decisions ? Math.max(0, sale.decisions.received - answered(sale.decisions)) : undefined);

  /** Events in the log and not in the book, as far as is known; numbers that were given up never come. */
  C.unstored = (sale, givenUp) =>
    sale.book ? Math.max(0, sale.no - sale.outbox - sale.book.events - (givenUp || 0)) : undefined;

  const whole = (value) => C.whole(value);

  const units = (sale) => {
    const book = sale.book;
    const holds = sale.left + sale.held + sale.confirmed === sale.allotment;
    return {
      key: 'allotment',
      holds: holds && (!book || (book.held.units === sale.held && book.confirmed.units === sale.confirmed)),
      says:
        `allotment ${whole(sale.allotment)} = ${whole(sale.left)} left + ${whole(sale.held)} held + ` +
        `${whole(sale.confirmed)} confirmed` +
        (book ? `; the order book: ${whole(book.held.units)} held, ${whole(book.confirmed.units)} confirmed` : ''),
    };
  };

  const orders = (sale) => {
    const { accepted, held, confirmed, released } = sale.book;
    return {
      key: 'accepted',
      holds: sale.accepted === accepted.orders && accepted.orders === held.orders + confirmed.orders + released.orders,
      says:
        `${C.count(sale.accepted, 'order')} accepted; the order book: ${whole(accepted.orders)} = ` +
        `${whole(held.orders)} held + ${whole(confirmed.orders)} confirmed + ${whole(released.orders)} released`,
    };
  };

  const events = (sale, givenUp) => ({
    key: 'events',
    holds: sale.outbox === 0 && sale.book.events + (givenUp || 0) === sale.no,
    says:
      `${C.count(sale.no, 'event')} decided = ${whole(sale.outbox)} on the way to the log + ` +
      `${whole(sale.book.events)} stored` +
      (givenUp ? ` + ${whole(givenUp)} given up by recover` : ''),
  });

  const requests = (sale) => ({
    key: 'requests',
    holds: sale.decisions.received === answered(sale.decisions),
    says: `${C.count(sale.decisions.received, 'request')} = ${whole(answered(sale.decisions))} answered`,
  });

  const state = (sum, isStill) => (sum.holds ? 'good' : isStill ? 'bad' : 'moving');

  /**
   * The sums of a sale: { key, says, state }, where state is good, moving (something is under way), bad or unknown.
   *
   * givenUp: how many numbers of its journal recover gave up; undefined as long as nobody has looked
   * isBookCurrent: whether the order book can be read and has all that is in the log
   */
  C.sumsOf = (sale, memory, givenUp, isBookCurrent, now) => {
    if (sale.left === undefined || sale.left === null) {
      return [];
    }
    const isBookStill = isBookCurrent && sale.outbox === 0 && memory.isBookStill(now);
    const sums = [{ ...units(sale), still: sale.book ? isBookStill : true }];
    if (sale.book) {
      sums.push({ ...orders(sale), still: isBookStill }, { ...events(sale, givenUp), still: isBookStill });
    }
    if (sale.decisions) {
      sums.push({ ...requests(sale), still: memory.areRequestsStill(now) });
    }
    const told = sums.map((sum) => ({ key: sum.key, says: sum.says, state: state(sum, sum.still) }));
    if (!sale.book) {
      told.push({ key: 'book', says: 'What is stored is not known: there are no figures of the order book.', state: 'unknown' });
    }
    return told;
  };
})();
