/*
 * The audit trail of a sale: those events of its journal that are about the sale itself, with who made them and when.
 * They are in the order book; what is known of a sale is kept, and only what came after it is read again.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say } = C;

  const PART = 1000;
  const PARTS_MAX = 50;
  const AGAIN_MILLIS = 2000;
  const LATE_NUMBERS = 1000; // so many events may be stored after one that came later
  const SHOWN_MAX = 200;
  const KINDS = new Set(['SALE_CHANGED', 'RESTOCKED', 'RECOVERED']);
  const TURNS = { PAUSED: 'paused', RESUMED: 'resumed', CLOSED: 'closed for good' };

  const known = () => ({ events: new Map(), upTo: -1, readAt: -Infinity, isWhole: false, trouble: '' });

  /** Reads trails, one part at a time. */
  C.Trails = class {
    /** @param on token(), read(sale) after something was read */
    constructor(on) {
      this.on = on;
      this.trails = new Map();
      this.isReading = false;
    }

    of(sale) {
      return this.trails.get(sale) || known();
    }

    clear() {
      this.trails.clear();
    }

    /** How many numbers recover gave up, by sale, as far as known. */
    givenUp() {
      const found = new Map();
      for (const [sale, trail] of this.trails) {
        if (trail.isWhole) {
          found.set(sale, C.sum([...trail.events.values()].map(givenUpBy)));
        }
      }
      return found;
    }

    /** Reads on if the book has more of the sale than was read. */
    async follow(sale, lastNo, now) {
      let trail = this.trails.get(sale);
      if (!trail) {
        trail = known();
        this.trails.set(sale, trail);
      }
      if (this.isReading || trail.upTo >= lastNo || now - trail.readAt < AGAIN_MILLIS) {
        return;
      }
      this.isReading = true;
      trail.readAt = now;
      try {
        await this.read(sale, trail);
        trail.upTo = lastNo;
        trail.trouble = '';
      } catch (error) {
        trail.trouble = error.message || 'The order book cannot be read.';
      } finally {
        this.isReading = false;
        this.on.read(sale);
      }
    }

    async read(sale, trail) {
      let after = Math.max(0, trail.upTo - LATE_NUMBERS);
      for (let part = 0; after !== null && part < PARTS_MAX; part++) {
        const reply = await fetch(
          `/api/sales/${encodeURIComponent(sale)}/events?about=sale&after=${after}&limit=${PART}`,
          { headers: { Authorization: `Bearer ${this.on.token()}` }, cache: 'no-store' },
        );
        if (!reply.ok) {
          throw new Error((await C.problemOf(reply)).detail);
        }
        const { events, next } = await reply.json();
        events.filter((event) => KINDS.has(event.kind)).forEach((event) => trail.events.set(event.no, event));
        after = next;
      }
      trail.isWhole = after === null;
    }
  };

  const givenUpBy = (event) =>
    event.kind === 'RECOVERED' ? C.sum(((event.detail || {}).voided || []).map(([from, to]) => to - from + 1)) : 0;

  const wordsOf = (definition) =>
    new Map([['Name', definition.name], ['Picture', definition.picture || 'none'], ...C.rulesOf({ holdFor: 0, holdMax: 0, ...definition }, Date.now())]);

  /** What changed from one definition to the next, in words. */
  const redefined = (before, after) => {
    if (!before) {
      return `defined: “${after.name}”`;
    }
    const old = wordsOf(before);
    const changes = [...wordsOf(after)].filter(([name, value]) => old.get(name) !== value);
    return changes.length === 0
      ? 'defined anew'
      : changes.map(([name, value]) => `${name}: ${value}, was ${old.get(name)}`).join('; ');
  };

  const told = (event, definition) => {
    const detail = event.detail || {};
    if (event.kind === 'RESTOCKED') {
      return event.units > 0 ? `${C.count(event.units, 'unit')} put on sale` : `${C.count(-event.units, 'unit')} taken back`;
    }
    if (event.kind === 'RECOVERED') {
      const lost = givenUpBy(event);
      return `rebuilt from the order log${lost > 0 ? `; ${C.count(lost, 'number')} given up` : ''}`;
    }
    return TURNS[detail.change] || redefined(definition, detail.definition || {});
  };

  /** The events in the order of their numbers, each with what it did in words. */
  const lines = (trail) => {
    let definition = null;
    return [...trail.events.values()]
      .sort((one, other) => one.no - other.no)
      .map((event) => {
        const says = told(event, definition);
        definition = (event.detail || {}).definition || definition;
        return { event, says, by: (event.detail || {}).by || '–' };
      })
      .reverse();
  };

  /** The table of a trail. */
  C.TrailView = class {
    constructor(parent) {
      this.rows = el('tbody');
      this.note = el('p', { class: 'soft small' });
      const head = ['When', 'What', 'By', 'Left'].map((name) =>
        el('th', { scope: 'col', class: name === 'Left' ? 'number' : null }, name),
      );
      this.wrap = el(
        'div',
        { class: 'table-wrap', tabindex: '0', role: 'region', 'aria-label': 'What changed this sale' },
        el('table', { class: 'table', id: 'audit' }, el('thead', {}, el('tr', {}, head)), this.rows),
      );
      parent.append(this.note, this.wrap);
    }

    write(trail, isBookKnown) {
      const found = lines(trail);
      const unread = isBookKnown ? 'Reading …' : 'It is in the order book, which this API was not told of (--order-book).';
      const note = trail.trouble || (found.length > 0 ? '' : trail.isWhole ? 'Nothing yet.' : unread);
      say(this.note, note || (found.length > SHOWN_MAX ? `The newest ${SHOWN_MAX} of ${found.length}.` : ''));
      this.note.hidden = !this.note.textContent;
      this.wrap.hidden = found.length === 0;
      C.keep(
        this.rows,
        found.slice(0, SHOWN_MAX),
        ({ event }) => String(event.no),
        ({ event }) =>
          el(
            'tr',
            { 'data-kind': event.kind, 'data-no': event.no },
            el('td', {}, el('time', { datetime: event.at })),
            el('td', { class: 'trail-what' }),
            el('td', {}),
            el('td', { class: 'number' }),
          ),
        (row, { event, says, by }) => {
          const [when, what, who, left] = row.children;
          say(when.firstElementChild, C.moment(event.at));
          say(what, says);
          say(who, by);
          say(left, C.whole(event.left));
        },
      );
    }
  };
})();
