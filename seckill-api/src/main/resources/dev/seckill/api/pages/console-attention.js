/*
 * What an operator has to look at, worst first, in words and with what to do. Rules look at one snapshot and at what is
 * remembered of those before it; none touches the page.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;

  const SILENT_MILLIS = 5000;
  const BEHIND_MILLIS = 10000;
  const FAR_BEHIND = 1000;
  const NO_BUYER_MILLIS = 60000;
  const OVERDUE_MILLIS = 5000;
  const RECENT_MILLIS = 60000;
  const RELEASED_LEAST = 5;
  const RELEASED_SHARE = 0.1;

  const WRONG = 3;
  const WARNING = 2;
  const NOTE = 1;

  const time = (text) => (text ? Date.parse(text) : null);

  const quoted = (sale) => (sale.name && sale.name !== sale.sale ? `“${sale.name}” (${sale.sale})` : sale.sale);

  const halted = ({ sale }) =>
    sale.state === 'HALTED' && {
      kind: 'halted',
      level: WRONG,
      title: `${quoted(sale)} is halted: it sells nothing.`,
      todo: `The API's log says why, in an ERROR line. Then run: java -jar seckill-api.jar recover --sale ${sale.sale}`,
    };

  const trouble = ({ sale }) =>
    sale.trouble &&
    sale.state !== 'HALTED' && {
      kind: 'trouble',
      level: WRONG,
      title: `${quoted(sale)} cannot be used: ${sale.trouble}`,
      todo: 'Look at Redis and at the API’s log. Nothing is sold meanwhile.',
    };

  const silent = ({ sale, memory, now }) => {
    const silence = memory.silentFor(sale, now);
    return (
      silence >= SILENT_MILLIS && {
        kind: 'silent-log',
        level: WRONG,
        title:
          `The order log is silent: ${C.count(sale.outbox, 'event')} of ${quoted(sale)} ` +
          `wait${sale.outbox === 1 ? 's' : ''} for it, and it has taken none for ${C.span(silence)}.`,
        todo: 'Look at Kafka: are its brokers up, is a disk full? Nothing is lost; buyers read “accepted, delivery pending”.',
      }
    );
  };

  const identity = ({ sale, sums, givenUp, wanted }) => {
    if (sale.state === 'HALTED') {
      return null; // recover makes it add up again
    }
    const bad = sums.filter((sum) => sum.state === 'bad');
    if (bad.some((sum) => sum.key === 'events') && givenUp === undefined) {
      wanted.add(sale.sale); // perhaps recover gave numbers up
      bad.splice(bad.findIndex((sum) => sum.key === 'events'), 1);
    }
    return bad.map((sum) =>
      sum.key === 'requests'
        ? {
            kind: 'identity',
            detail: sum.key,
            level: WARNING,
            title: `${quoted(sale)}: ${C.count(C.unanswered(sale), 'request has', 'requests have')} no answer on record.`,
            todo: 'An instance may have gone while it had them. Whoever asks again with the same key gets the same order.',
          }
        : {
            kind: 'identity',
            detail: sum.key,
            level: WRONG,
            title: `${quoted(sale)} does not add up: ${sum.says}.`,
            todo: 'Keep the sale as it is and run: java -jar order-consumer.jar audit',
          },
    );
  };

  const refused = ({ sale }) => {
    const rates = sale.perSecond || {};
    const full = rates.overloaded || 0;
    const failed = rates.failed || 0;
    return [
      failed > 0 && {
        kind: 'failed',
        level: WRONG,
        title: `${quoted(sale)}: ${C.short(failed)} requests a second fail.`,
        todo: 'Look at Redis and at the API’s log. Buyers read “try again”, and no place is lost by that.',
      },
      full > 0 && {
        kind: 'overloaded',
        level: WARNING,
        title: `${quoted(sale)}: ${C.short(full)} requests a second are refused because a queue is full.`,
        todo: 'Buyers try again by themselves. If it lasts, add an instance of the API, or look whether Redis is slow.',
      },
    ];
  };

  const overdue = ({ sale, serverNow }) => {
    const next = time(sale.nextExpiry);
    return (
      next !== null &&
      serverNow - next > OVERDUE_MILLIS &&
      sale.state !== 'HALTED' && {
        kind: 'hold-overdue',
        level: WARNING,
        title: `${quoted(sale)}: a hold ran out ${C.span(serverNow - next)} ago, and its units are not back yet.`,
        todo: 'Is an instance of the API ready? Its decision threads give such units back.',
      }
    );
  };

  const expiring = ({ sale, memory, now }) => {
    const released = sale.book ? sale.book.released.orders : null;
    if (released === null) {
      return null;
    }
    const seen = (memory.released = (memory.released || []).filter((each) => now - each.at <= RECENT_MILLIS));
    if (seen.length === 0 || now - seen[seen.length - 1].at >= 1000) {
      seen.push({ at: now, released });
    }
    const lately = released - seen[0].released;
    return (
      lately >= RELEASED_LEAST &&
      lately >= RELEASED_SHARE * sale.accepted && {
        kind: 'holds-expiring',
        level: NOTE,
        title: `${quoted(sale)}: ${C.count(lately, 'order')} gave their units back within the last minute.`,
        todo: 'Buyers cancel, or do not pay in time. Can they pay?',
      }
    );
  };

  const noBuyers = ({ sale, memory, now, serverNow }) => {
    const isSelling = sale.state === 'OPEN' && sale.left > 0 && !sale.trouble;
    if (isSelling && memory.wasSelling === false) {
      memory.sellsSince = serverNow; // nobody could buy before, as when it was paused
    }
    memory.wasSelling = isSelling;
    memory.openSince = isSelling ? memory.openSince || now : null;
    if (!isSelling) {
      return null;
    }
    const known = [time(sale.lastAccepted), time(sale.opensAt), memory.sellsSince ?? null].filter((each) => each !== null);
    const quiet = known.length > 0 ? serverNow - Math.max(...known) : now - memory.openSince;
    return (
      quiet > NO_BUYER_MILLIS && {
        kind: 'no-buyers',
        level: NOTE,
        title: `Nobody has bought from ${quoted(sale)} for ${C.span(quiet)}, though it is open and ${C.whole(sale.left)} are left.`,
        todo: 'Open its page and try: do buyers reach it?',
      }
    );
  };

  const OF_SALE = [halted, trouble, silent, identity, refused, overdue, expiring, noBuyers];

  const instances = ({ live, now, memory }) =>
    live.instances.flatMap((each) => {
      if (each.gone) {
        return {
          kind: 'instance-gone',
          key: each.name,
          level: WARNING,
          title: `Instance ${C.instanceName(each)} is gone: nothing heard of it since ${C.clock(each.seenAt)}.`,
          todo: 'Start it again. What it had decided, the others deliver; it leaves this list by itself after a while.',
        };
      }
      const key = `unready ${each.name}`;
      return !each.ready || each.troubles.length > 0
        ? {
            kind: 'instance-trouble',
            key,
            level: each.ready ? WARNING : WRONG,
            title: `Instance ${C.instanceName(each)} ${each.ready ? 'is ready, but' : 'is not ready'}: ${
              each.troubles.join(' ') || 'it does not say why.'
            }`,
            todo: 'Its log says more.',
          }
        : [];
    });

  /** Events that an instance still has to bring to the log, of whatever sale. */
  const unlogged = ({ live, now, memory, said }) => {
    const waiting = C.sum(live.instances.filter((each) => !each.gone).map((each) => each.unlogged));
    if (waiting === 0 || memory.unlogged === undefined || waiting < memory.unlogged) {
      memory.unloggedSince = now;
    }
    memory.unlogged = waiting;
    const silence = now - memory.unloggedSince;
    const isSaid = said.some((item) => item.kind === 'silent-log');
    return (
      waiting > 0 &&
      silence >= 2 * SILENT_MILLIS &&
      !isSaid && {
        kind: 'silent-log',
        level: WRONG,
        title: `The order log is silent: ${C.count(waiting, 'event')} wait for it, not fewer for ${C.span(silence)}.`,
        todo: 'Look at Kafka: are its brokers up, is a disk full? Nothing is lost; buyers read “accepted, delivery pending”.',
      }
    );
  };

  const book = ({ live, now, memory }) => {
    const { book: seen } = live;
    if (!seen || (!seen.trouble && !seen.at)) {
      return []; // there is none, or it was not asked yet
    }
    if (seen.trouble) {
      return {
        kind: 'book-away',
        level: WARNING,
        title: `The order book cannot be read: ${seen.trouble}`,
        todo: 'Is the consumer up, and its address and token in --order-book right? Sales go on meanwhile.',
      };
    }
    if (!seen.lag || memory.lag === undefined || seen.lag < memory.lag) {
      memory.lagSince = now;
    }
    memory.behindSince = seen.lag ? memory.behindSince || now : null;
    memory.lag = seen.lag;
    const isStuck = now - memory.lagSince >= BEHIND_MILLIS;
    const isBehind = seen.lag > 0 && now - memory.behindSince >= BEHIND_MILLIS && (isStuck || seen.lag >= FAR_BEHIND);
    return [
      seen.parked > 0 && {
        kind: 'parked',
        level: WRONG,
        title: `${C.count(seen.parked, 'message is', 'messages are')} parked: the order book could not store ${
          seen.parked === 1 ? 'it' : 'them'
        }.`,
        todo: 'See why with: java -jar order-consumer.jar parked. Once that is mended: parked --replay',
      },
      (!seen.ready || seen.troubles.length > 0) && {
        kind: 'book-trouble',
        level: WARNING,
        title: `The consumer ${seen.ready ? 'is ready, but' : 'is not ready'}: ${
          seen.troubles.join(' ') || 'it does not say why.'
        }`,
        todo: 'Its log says more. Orders are safe in the order log until it goes on.',
      },
      isBehind && {
        kind: 'lag',
        level: isStuck ? WARNING : NOTE,
        title: `The order book is ${C.count(seen.lag, 'message')} behind the log and ${
          isStuck ? 'does not catch up' : 'is catching up'
        }.`,
        todo: isStuck ? 'Is MySQL slow or away? Is another consumer needed?' : 'Wait, if buyers need not see their orders now.',
      },
    ];
  };

  const OF_ALL = [instances, book, unlogged];

  const listed = (found) => [found].flat(2).filter((item) => item);

  /** Looks at one snapshot after the other. */
  C.Attention = class {
    constructor() {
      this.memory = {};
      this.sales = new Map();
    }

    /**
     * What needs attention: { items, sums, wanted }.
     *
     * serverNow: the time on the server's clock
     * givenUp: how many numbers recover gave up, by sale, as far as known
     * sums: by sale, see sumsOf
     * wanted: the sales of which that should be found out
     */
    look(live, now, serverNow, givenUp) {
      const items = [];
      const sums = new Map();
      const wanted = new Set();
      const isBookCurrent = Boolean(live.book) && !live.book.trouble && !live.book.lag;
      for (const sale of live.sales) {
        const memory = this.memoryOf(sale, now);
        const context = { sale, memory, now, serverNow, givenUp: givenUp.get(sale.sale), wanted };
        context.sums = C.sumsOf(sale, memory, context.givenUp, isBookCurrent, now);
        sums.set(sale.sale, context.sums);
        for (const item of listed(OF_SALE.map((rule) => rule(context)))) {
          items.push({ ...item, sale: sale.sale, key: `${item.kind} ${sale.sale} ${item.detail || ''}` });
        }
      }
      for (const rule of OF_ALL) {
        const found = listed(rule({ live, now, memory: this.memory, said: items }));
        items.push(...found.map((item) => ({ ...item, key: `${item.kind} ${item.key || ''}` })));
      }
      this.forget(live);
      items.sort((one, other) => other.level - one.level);
      return { items, sums, wanted };
    }

    memoryOf(sale, now) {
      let memory = this.sales.get(sale.sale);
      if (!memory) {
        memory = new C.SaleMemory(now);
        this.sales.set(sale.sale, memory);
      }
      memory.see(sale, now);
      return memory;
    }

    forget(live) {
      if (this.sales.size > live.sales.length) {
        const there = new Set(live.sales.map((sale) => sale.sale));
        [...this.sales.keys()].filter((sale) => !there.has(sale)).forEach((sale) => this.sales.delete(sale));
      }
    }
  };
})();
