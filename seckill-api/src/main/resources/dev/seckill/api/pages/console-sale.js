/* One sale shown large: its flow from buyers to confirmed, its stock, its rules, and whether its figures add up. */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say } = C;

  const STATES = {
    SCHEDULED: 'scheduled',
    OPEN: 'open',
    PAUSED: 'paused',
    SOLD_OUT: 'sold out',
    CLOSED: 'closed',
    HALTED: 'halted',
  };
  const TONES = { SCHEDULED: 'info', OPEN: 'good', PAUSED: 'warn', SOLD_OUT: 'info', CLOSED: 'none' };
  const NO_LIMIT = 1000000000;
  const MARKS = { good: '✓', moving: '…', bad: '✗', unknown: '?' };
  const MARK_WORDS = { good: 'adds up', moving: 'under way', bad: 'does not add up', unknown: 'not known' };

  /** A pill that says the state of a sale. */
  C.statePill = () => el('span', { class: 'pill' });

  C.writePill = (pill, sale) => {
    say(pill, sale.trouble && !sale.state ? 'trouble' : STATES[sale.state] || sale.state || 'trouble');
    pill.dataset.tone = TONES[sale.state] || 'bad';
  };

  /** A bar of the allotment: confirmed, held and left next to each other. */
  C.stockBar = () =>
    el(
      'span',
      { class: 'stock-bar', role: 'img' },
      el('span', { class: 'part confirmed' }),
      el('span', { class: 'part held' }),
      el('span', { class: 'part left' }),
    );

  C.writeStockBar = (bar, sale) => {
    const parts = [sale.confirmed || 0, sale.held || 0, sale.left || 0];
    [...bar.children].forEach((part, at) => {
      part.style.flexGrow = String(parts[at]);
      part.hidden = parts[at] === 0;
    });
    bar.setAttribute(
      'aria-label',
      `${C.whole(parts[2])} of ${C.whole(sale.allotment || 0)} left, ${C.whole(parts[1])} held, ` +
        `${C.whole(parts[0])} confirmed`,
    );
  };

  const figure = (name) => el('b', { class: 'figure', 'data-figure': name });

  /** A step of the flow: its name, its figure, and what the figure counts. */
  const stage = (title, name, unit) => {
    const big = figure(name);
    const more = el('span', { class: 'stage-more' });
    return { root: el('li', { class: 'stage' }, el('h3', {}, title), big, el('span', { class: 'unit' }, unit), more), big, more };
  };

  /** What is between two steps. */
  const between = () => {
    const text = el('span', { class: 'between-text' });
    return { root: el('li', { class: 'between' }, el('span', { class: 'arrow', 'aria-hidden': 'true' }), text), text };
  };

  const writeBetween = (gap, count, words) => {
    gap.root.dataset.moving = count > 0 ? 'yes' : 'no';
    say(gap.text, count === undefined ? 'not known' : count > 0 ? `${C.whole(count)} ${words}` : '');
  };

  const makeFlow = () => {
    const parts = {
      buyers: stage('Buyers', 'requests', 'requests'),
      waiting: between(),
      decided: stage('Decided', 'decided', 'orders accepted'),
      outbox: between(),
      logged: stage('Logged', 'logged', 'orders in the order log'),
      unstored: between(),
      stored: stage('Stored', 'stored', 'orders in the order book'),
      unpaid: between(),
      confirmed: stage('Confirmed', 'confirmed', 'units sold'),
    };
    const root = el('ol', { class: 'flow', 'aria-label': 'From buyers to confirmed orders' });
    root.append(...Object.values(parts).map((part) => part.root));
    return { root, parts };
  };

  const rate = (sale) => {
    const perSecond = C.sum(Object.values(sale.perSecond || {}));
    return perSecond > 0 ? `${C.short(perSecond)} a second now` : 'none just now';
  };

  const eventsText = (count) => (count === undefined ? '' : `${C.count(count, 'event')} in all`);

  /** Orders in the log: all of them, or the fewest that can be, as an event on its way may be about a new order. */
  const loggedOrders = (sale) =>
    Math.max(sale.accepted - sale.outbox, sale.book ? Math.min(sale.accepted, sale.book.accepted.orders) : 0, 0);

  const storedText = (book, givenUp) =>
    book
      ? eventsText(book.events) + (givenUp ? `, ${C.whole(givenUp)} given up by recover` : '')
      : 'no order book is known here';

  const writeFlow = ({ parts }, sale, givenUp) => {
    const { book, decisions } = sale;
    const isKnown = sale.no !== undefined;
    C.figure(parts.buyers.big, decisions && decisions.received);
    say(parts.buyers.more, decisions ? rate(sale) : '');
    writeBetween(parts.waiting, C.unanswered(sale), 'wait');
    C.figure(parts.decided.big, sale.accepted);
    say(parts.decided.more, eventsText(sale.no));
    writeBetween(parts.outbox, sale.outbox, 'on the way');
    C.figure(parts.logged.big, isKnown ? loggedOrders(sale) : undefined);
    say(parts.logged.more, eventsText(isKnown ? sale.no - sale.outbox : undefined));
    writeBetween(parts.unstored, C.unstored(sale, givenUp), 'to store');
    C.figure(parts.stored.big, book ? book.accepted.orders : undefined);
    say(parts.stored.more, storedText(book, givenUp));
    writeBetween(parts.unpaid, isKnown ? sale.heldOrders : undefined, 'unpaid');
    C.figure(parts.confirmed.big, sale.confirmed);
    say(parts.confirmed.more, book && book.released.orders > 0 ? `${C.count(book.released.orders, 'order')} released` : '');
  };

  const makeStock = () => {
    const bar = C.stockBar();
    const left = figure('left');
    const held = figure('held');
    const allotment = figure('allotment');
    const accepted = figure('accepted');
    const orders = el('span', {});
    const next = el('p', { class: 'holds' });
    const legend = el(
      'p',
      { class: 'stock-legend' },
      el('span', { class: 'key left' }, left, ' left'),
      el('span', { class: 'key held' }, held, ' held'),
      el('span', { class: 'key confirmed' }, el('b', { class: 'figure' }), ' confirmed'),
      el('span', {}, 'of ', allotment, ' offered'),
      el('span', {}, accepted, ' ', orders, ' so far'),
    );
    const root = el('div', { class: 'stock' }, bar, legend, next);
    return { root, bar, left, held, allotment, accepted, orders, next, confirmed: legend.querySelector('.confirmed b') };
  };

  const holdsText = (sale, serverNow) => {
    if (!sale.heldOrders) {
      return sale.holdFor > 0 ? 'No order waits for its payment.' : '';
    }
    const orders = C.count(sale.heldOrders, 'order waits', 'orders wait');
    const next = sale.nextExpiry ? Date.parse(sale.nextExpiry) - serverNow : null;
    const when = next === null ? '' : next > 0 ? `; the next hold runs out in ${C.countdown(next)}` : '; a hold is running out now';
    return `${orders} for payment (${C.count(sale.held, 'unit')})${when}.`;
  };

  const writeStock = (stock, sale, serverNow) => {
    C.writeStockBar(stock.bar, sale);
    C.figure(stock.left, sale.left);
    C.figure(stock.held, sale.held);
    C.figure(stock.allotment, sale.allotment);
    C.figure(stock.accepted, sale.accepted);
    say(stock.orders, sale.accepted === 1 ? 'order' : 'orders');
    say(stock.confirmed, sale.confirmed === undefined ? '–' : C.whole(sale.confirmed));
    say(stock.next, holdsText(sale, serverNow));
  };

  const whenText = (time, serverNow, none) => {
    if (!time) {
      return none;
    }
    const away = Date.parse(time) - serverNow;
    const near = Math.abs(away) < 86400000;
    const how = away > 0 ? `in ${away < 3600000 ? C.countdown(away) : C.span(away)}` : `${C.span(-away)} ago`;
    return near ? `${C.moment(time)} (${how})` : C.moment(time);
  };

  /** The rules of a sale in words, each with its name. */
  C.rulesOf = (sale, serverNow) => [
    ['Item', sale.item],
    ['Opens', whenText(sale.opensAt, serverNow, 'at once')],
    ['Closes', whenText(sale.closesAt, serverNow, 'when you close it')],
    ['One buyer', sale.perBuyer > 0 ? `at most ${C.count(sale.perBuyer, 'unit')}` : 'no limit'],
    ['One order', sale.perOrder < NO_LIMIT ? `at most ${C.count(sale.perOrder, 'unit')}` : 'no limit'],
    ['Payment', sale.holdFor > 0 ? `within ${C.exactly(sale.holdFor)}, ${C.exactly(sale.holdMax)} at most` : 'sold at once'],
    ['Cancelling', sale.cancellable ? 'also after payment' : sale.holdFor > 0 ? 'before payment' : 'not possible'],
  ];

  const writeRules = (list, sale, serverNow) => {
    const rules = sale.item === undefined ? [] : C.rulesOf(sale, serverNow);
    C.keep(
      list,
      rules,
      (rule) => rule[0],
      (rule) => el('div', {}, el('dt', {}, rule[0]), el('dd', {})),
      (row, rule) => say(row.lastElementChild, rule[1]),
    );
  };

  const writeSums = (list, sums) =>
    C.keep(
      list,
      sums,
      (sum) => sum.key,
      () => el('li', {}, el('span', { class: 'mark', role: 'img' }), el('span', {})),
      (row, sum) => {
        row.dataset.state = sum.state;
        say(row.firstElementChild, MARKS[sum.state]);
        row.firstElementChild.setAttribute('aria-label', MARK_WORDS[sum.state]);
        say(row.lastElementChild, sum.says);
      },
    );

  /** Where sales are proven: what is signed of this one, and the page that checks what a buyer has. */
  const proofLinks = (sale) =>
    C.byId('main').dataset.proofs
      ? [
          el('a', { href: `/api/sales/${encodeURIComponent(sale.sale)}/certificate` }, 'certificate'),
          el('a', { href: '/verify' }, 'check a receipt'),
        ]
      : [];

  const makeHead = (sale) => {
    const address = `/sales/${encodeURIComponent(sale.sale)}`;
    const pill = C.statePill();
    const name = el('h2', { tabindex: '-1', id: 'sale-name' });
    const root = el(
      'header',
      { class: 'sale-head' },
      el('div', { class: 'sale-title' }, name, pill),
      el(
        'p',
        { class: 'sale-links' },
        el('code', {}, sale.sale),
        el('a', { href: address }, 'buyer page'),
        el('a', { href: `${address}/report` }, 'report'),
        ...proofLinks(sale),
      ),
    );
    return { root, name, pill };
  };

  const panel = (title, ...content) => el('section', { class: 'panel' }, el('h3', {}, title), ...content);

  /**
   * The view of one sale; its parts for charts, controls and trail are filled by others.
   *
   * write(sale, sums, givenUp, serverNow) shows it as it is now.
   */
  C.SaleView = class {
    constructor(sale) {
      this.head = makeHead(sale);
      this.flow = makeFlow();
      this.stock = makeStock();
      this.rules = el('dl', { class: 'rules' });
      this.sums = el('ul', { class: 'sums' });
      this.trouble = el('p', { class: 'sale-trouble' });
      this.controls = el('div', { class: 'controls', role: 'group', 'aria-label': 'Change this sale' });
      this.charts = el('div', { class: 'charts' });
      this.trail = el('div', { class: 'trail' });
      this.root = el(
        'section',
        { class: 'sale', 'data-sale': sale.sale, 'aria-labelledby': 'sale-name' },
        this.head.root,
        this.trouble,
        this.controls,
        this.flow.root,
        this.stock.root,
        this.charts,
        el(
          'div',
          { class: 'panels' },
          panel('Do the figures add up?', this.sums),
          panel('Rules', this.rules),
        ),
        panel('What changed this sale', this.trail),
      );
    }

    write(sale, sums, givenUp, serverNow) {
      say(this.head.name, C.nameOf(sale));
      C.writePill(this.head.pill, sale);
      say(this.trouble, sale.trouble || '');
      this.trouble.hidden = !sale.trouble;
      writeFlow(this.flow, sale, givenUp);
      writeStock(this.stock, sale, serverNow);
      writeRules(this.rules, sale, serverNow);
      writeSums(this.sums, sums);
    }
  };
})();
