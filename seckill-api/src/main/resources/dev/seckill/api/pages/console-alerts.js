/* What needs attention as a list, worst first; only what is new is read aloud. */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say, byId } = C;

  const OF_A_KIND = 4;
  const SAID_MAX = 3;
  const TONES = ['', 'info', 'warn', 'bad'];

  /** The first few of each kind, so that one trouble of a hundred sales hides no other. */
  const few = (items) => {
    const counts = new Map();
    return items.filter((item) => {
      const count = (counts.get(item.kind) || 0) + 1;
      counts.set(item.kind, count);
      return count <= OF_A_KIND;
    });
  };

  const makeRow = (item) =>
    el(
      'li',
      { class: 'banner', 'data-kind': item.kind },
      el('p', { class: 'attention-title' }, item.sale ? el('a', { href: `#${item.sale}` }) : el('span', {})),
      el('p', { class: 'small' }),
    );

  const writeRow = (row, item) => {
    row.dataset.tone = TONES[item.level];
    say(row.firstElementChild.firstElementChild, item.title);
    say(row.lastElementChild, item.todo);
  };

  const wellText = (live) => {
    const sales = C.count(live.sales.length, 'sale');
    return live.book
      ? `Nothing needs attention. ${sales}; the figures add up.`
      : `Nothing needs attention. ${sales}. What is stored is not known: this API was started without --order-book.`;
  };

  C.Alerts = class {
    constructor() {
      this.told = new Set();
    }

    write(items, live) {
      const shown = few(items);
      C.keep(byId('attention'), shown, (item) => item.key, makeRow, writeRow);
      const more = items.length - shown.length;
      say(byId('attention-more'), more > 0 ? `… and ${C.whole(more)} more like these.` : '');
      byId('all-well').hidden = items.length > 0;
      say(byId('all-well'), wellText(live));
      this.announce(items);
      document.title = items.length > 0 ? `(${items.length}) Console` : 'Console';
    }

    announce(items) {
      const fresh = items.filter((item) => !this.told.has(item.key));
      if (fresh.length > 0) {
        const titles = fresh.slice(0, SAID_MAX).map((item) => item.title);
        say(byId('attention-said'), titles.join(' '));
      } else if (items.length === 0 && this.told.size > 0) {
        say(byId('attention-said'), 'Nothing needs attention any more.');
      }
      this.told = new Set(items.map((item) => item.key));
    }
  };
})();
