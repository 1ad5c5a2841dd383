/* The sales at the side: those that need attention first, to be searched when they are many, and with the keyboard. */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say, byId } = C;

  const SEARCH_FROM = 8;
  const RANKS = { OPEN: 1, PAUSED: 2, SCHEDULED: 3, SOLD_OUT: 4, CLOSED: 5 };

  /** How badly each sale needs attention, of those that do. */
  const worst = (items) => {
    const levels = new Map();
    items.forEach((item) => item.sale && levels.set(item.sale, Math.max(item.level, levels.get(item.sale) || 0)));
    return levels;
  };

  /** The sales in the order of the list. */
  C.inOrder = (sales, items) => {
    const levels = worst(items);
    const rank = (sale) => ((levels.get(sale.sale) || 0) > 1 ? 0 : RANKS[sale.state] || 0);
    return [...sales].sort((one, other) => rank(one) - rank(other) || (one.sale < other.sale ? -1 : 1));
  };

  const makeRow = (sale) =>
    el('li', {}, el('a', { href: `#${sale.sale}` }, el('span', { class: 'list-name' }), C.statePill(), C.stockBar()));

  const writeRow = (row, sale, level, isChosen) => {
    const link = row.firstElementChild;
    const [name, pill, bar] = link.children;
    say(name, C.nameOf(sale));
    C.writePill(pill, sale);
    C.writeStockBar(bar, sale);
    row.dataset.level = level;
    if (isChosen) {
      link.setAttribute('aria-current', 'true');
    } else {
      link.removeAttribute('aria-current');
    }
  };

  C.SaleList = class {
    /** @param changed when other sales are asked for */
    constructor(changed) {
      this.list = byId('list');
      this.sales = byId('sales');
      this.search = byId('search');
      this.field = byId('search-field');
      this.search.addEventListener('input', changed);
      this.sales.addEventListener('click', () => this.fold());
      this.list.addEventListener('keydown', (event) => this.step(event));
      document.addEventListener('keydown', (event) => this.find(event));
      this.isWide = window.matchMedia('(min-width: 62rem)');
      this.isWide.addEventListener('change', () => this.fold());
      this.fold();
    }

    /** Where there is little room, the list is there only while one is chosen. */
    fold() {
      this.list.open = this.isWide.matches;
    }

    write(live, items, chosen) {
      const wanted = this.search.value.trim().toLowerCase();
      const isWanted = (sale) => `${sale.sale} ${C.nameOf(sale)}`.toLowerCase().includes(wanted);
      const sales = C.inOrder(live.sales, items).filter(isWanted);
      const levels = worst(items);
      this.field.hidden = live.sales.length < SEARCH_FROM;
      C.keep(
        this.sales,
        sales,
        (sale) => sale.sale,
        makeRow,
        (row, sale) => writeRow(row, sale, levels.get(sale.sale) || 0, sale.sale === chosen),
      );
      const none = live.sales.length === 0 ? 'There is no sale yet.' : 'No sale is called so.';
      const more = live.more > 0 ? `… and ${C.count(live.more, 'sale')} more than this page is sent.` : '';
      say(byId('sales-more'), sales.length === 0 ? none : more);
    }

    /** A slash goes to the search, as in many lists. */
    find(event) {
      const isTyping = event.target.matches('input, textarea, select') || byId('confirm').open;
      if (event.key === '/' && !isTyping && !this.field.hidden) {
        event.preventDefault();
        this.list.open = true;
        this.search.focus();
      }
    }

    step(event) {
      const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const links = [...this.sales.querySelectorAll('a')];
      if (by && links.length > 0) {
        event.preventDefault();
        const at = links.indexOf(document.activeElement);
        links[Math.max(0, Math.min(links.length - 1, at + by))].focus();
      }
    }
  };
})();
