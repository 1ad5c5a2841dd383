/*
 * Charts of one sale: decisions a second by outcome, latency, held orders and the selling curve. What they show is kept
 * for each sale for as long as the page is open, so that looking at another sale for a while loses nothing.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say } = C;

  const WINDOW_SECONDS = 300;
  const CURVE_POINTS_MAX = 2000;

  /** How far apart the lines of a scale may be that counts things: 1, 2, 5, 10 … */
  const WHOLES = [...Array(10).keys()].flatMap((power) => [1, 2, 5].map((step) => step * 10 ** power));

  /** Outcomes in the order in which they are listed, with what a colour they have; several share one. */
  const OUTCOMES = [
    ['accepted', 'accepted', '--good'],
    ['replayed', 'asked again', '--accent'],
    ['sold_out', 'sold out', '--ink-soft'],
    ['not_enough', 'not enough left', '--ink-soft'],
    ['limit_reached', 'limit reached', '--warn'],
    ['not_open', 'not open', '--warn'],
    ['key_reused', 'key of another request', '--warn'],
    ['too_many_requests', 'asked too often', '--warn'],
    ['unauthorized', 'without a good token', '--warn'],
    ['invalid', 'not understood', '--warn'],
    ['overloaded', 'queue full', '--bad'],
    ['failed', 'failed', '--bad'],
  ];

  const LINES = [
    ['accepted', '--good', ['accepted']],
    ['asked again', '--accent', ['replayed']],
    ['sold out', '--ink-soft', ['sold_out', 'not_enough']],
    ['not allowed', '--warn', ['limit_reached', 'not_open', 'key_reused', 'too_many_requests', 'unauthorized', 'invalid']],
    ['queue full or failed', '--bad', ['overloaded', 'failed']],
  ];

  /** What a sale was like in each of the last seconds. */
  C.History = class {
    /** @param kept another one as JSON made it, to go on with */
    constructor(kept) {
      Object.assign(this, { seconds: [], sold: [], begun: false, hasBook: false }, kept);
    }

    see(sale, serverNow) {
      const at = Math.floor(serverNow / 1000);
      const last = this.seconds[this.seconds.length - 1];
      const latency = sale.latency;
      const seen = {
        at,
        decisions: sale.decisions,
        p50: latency ? latency.p50 : null,
        p99: latency ? latency.p99 : null,
        held: sale.heldOrders === undefined ? null : sale.heldOrders,
      };
      if (last && last.at >= at) {
        this.seconds[this.seconds.length - 1] = { ...seen, at: last.at };
      } else {
        this.seconds.push(seen);
      }
      while (this.seconds[0].at < at - WINDOW_SECONDS - 1) {
        this.seconds.shift();
      }
      this.seeBook(sale);
      if (sale.book || !this.hasBook) {
        this.sell(at, C.soldSoFar(sale));
      }
    }

    /** What the book counts is another figure than what is held or confirmed, so the two make no one curve. */
    seeBook(sale) {
      if (sale.book && !this.hasBook) {
        this.hasBook = true;
        this.sold = [];
      }
    }

    /** Adds to the selling curve; what stays as it is needs no more than its first and last point. */
    sell(at, sold) {
      if (sold === undefined) {
        return;
      }
      const { length } = this.sold;
      const isFlat = length >= 2 && this.sold[length - 1][1] === sold && this.sold[length - 2][1] === sold;
      if (length > 0 && (isFlat || this.sold[length - 1][0] >= at)) {
        this.sold[length - 1] = [Math.max(at, this.sold[length - 1][0]), sold];
      } else {
        this.sold.push([at, sold]);
      }
      if (this.sold.length > CURVE_POINTS_MAX) {
        this.sold = this.sold.filter((point, place) => place % 2 === 0 || place > CURVE_POINTS_MAX - 10);
      }
    }

    /** Puts the curve of the report before what this page has seen. */
    begin(report) {
      let total = 0;
      const { stepSeconds, steps } = report.curve;
      const before = [];
      for (const step of steps) {
        const at = Math.floor(Date.parse(step.at) / 1000);
        if (total === 0) {
          before.push([at - 1, 0]);
        }
        total += step.units;
        before.push([at + stepSeconds, total]);
      }
      const first = this.sold.length > 0 ? this.sold[0][0] : Infinity;
      this.sold = [...before.filter((point) => point[0] < first), ...this.sold];
      this.begun = true;
    }

    /** For each second, how often that was the outcome; null where nothing is known, as of the one that is not over. */
    perSecond(outcomes) {
      const last = this.seconds.length - 1;
      return this.seconds.map((second, place) => {
        const before = this.seconds[place - 1];
        if (!before || place === last || !before.decisions || !second.decisions) {
          return null;
        }
        const more = C.sum(outcomes.map((each) => (second.decisions[each] || 0) - (before.decisions[each] || 0)));
        return Math.max(0, more) / (second.at - before.at);
      });
    }
  };

  /** Units accepted so far; without an order book, what is held or confirmed. */
  C.soldSoFar = (sale) => {
    if (sale.book) {
      return sale.book.accepted.units;
    }
    return sale.allotment === undefined ? undefined : sale.allotment - sale.left;
  };

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  const axis = (more) => ({
    stroke: () => colour('--ink-soft'),
    grid: { stroke: () => colour('--line'), width: 1 },
    ticks: { stroke: () => colour('--line'), width: 1 },
    font: '12px system-ui, sans-serif',
    ...more,
  });

  /** One chart with its caption, which says in words what it shows. */
  class Chart {
    constructor(title, lines, yText, shape) {
      this.lines = lines;
      this.yText = yText;
      this.shape = shape || {};
      this.place = el('div', { class: 'plot', role: 'img', 'aria-label': title });
      this.words = el('p', { class: 'plot-words' });
      const keys = lines.length > 1 ? el('p', { class: 'plot-keys', 'aria-hidden': 'true' }) : null;
      lines.forEach(([name, tone]) => keys && keys.append(el('span', { class: 'plot-key', 'data-tone': tone.slice(2) }, name)));
      this.root = el('figure', { class: 'chart' }, el('figcaption', {}, el('h3', {}, title), this.words), this.place, keys);
    }

    /** Makes the drawing anew, as colours may have changed. */
    draw(width) {
      this.plot && this.plot.destroy();
      const options = {
        width,
        height: 170,
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false } },
        scales: { x: { time: true, range: (plot, least, most) => this.range || [least, most] }, y: { range: (plot, least, most) => [0, Math.max(most * 1.1, this.shape.least || 1)] } },
        axes: [
          axis({ values: (plot, times) => times.map((time) => C.clock(time * 1000)), space: 60, size: 32 }),
          axis({ values: (plot, values) => values.map(this.yText), size: 62, incrs: this.shape.isWhole ? WHOLES : undefined }),
        ],
        series: [{}].concat(
          this.lines.map(([name, tone], place) => ({
            label: name,
            stroke: () => colour(tone),
            width: 2,
            fill: place === 0 && this.shape.isFilled ? () => colour(`${tone}-soft`) : undefined,
            paths: this.shape.isStepped ? window.uPlot.paths.stepped({ align: 1 }) : undefined,
            points: { show: false },
          })),
        ),
        hooks: { setCursor: [(plot) => this.point(plot.cursor.idx)] },
      };
      this.plot = new window.uPlot(options, this.data || [[], ...this.lines.map(() => [])], this.place);
    }

    /** Says what stands under the pointer. */
    point(place) {
      this.pointed = place;
      this.caption();
    }

    show(data, range, words) {
      this.data = data;
      this.range = range;
      this.summary = words;
      this.plot && this.plot.setData(data);
      this.caption();
      this.place.setAttribute('aria-label', words);
    }

    caption() {
      const place = this.pointed;
      if (place === null || place === undefined || !this.data || this.data[0][place] === undefined) {
        say(this.words, this.summary || '');
        return;
      }
      const values = this.lines
        .map(([name], line) => [name, this.data[line + 1][place]])
        .filter(([, value]) => value !== null && value !== undefined)
        .map(([name, value]) => `${name} ${this.yText(value)}`);
      say(this.words, `${C.clock(this.data[0][place] * 1000)}: ${values.join(', ') || 'nothing'}`);
    }
  }

  const isDark = window.matchMedia('(prefers-color-scheme: dark)');

  const most = (values) => values.reduce((high, each) => (each !== null && each > high ? each : high), 0);

  const makeOutcomes = () => {
    const rows = el('tbody');
    const head = ['Outcome', 'a second now', 'in all'];
    const table = el(
      'table',
      { class: 'table outcomes' },
      el('caption', {}, 'What buyers were told, by all instances since each started'),
      el('thead', {}, el('tr', {}, head.map((name, place) => el('th', { scope: 'col', class: place ? 'number' : null }, name)))),
      rows,
    );
    return { table, rows };
  };

  const writeOutcomes = (rows, sale) => {
    const decisions = sale.decisions || {};
    const told = OUTCOMES.filter(([outcome]) => outcome === 'accepted' || decisions[outcome] > 0);
    C.keep(
      rows,
      told,
      (each) => each[0],
      ([, name, tone]) =>
        el(
          'tr',
          {},
          el('th', { scope: 'row' }, el('span', { class: 'plot-key', 'data-tone': tone.slice(2) }, name)),
          el('td', { class: 'number' }),
          el('td', { class: 'number' }),
        ),
      (row, [outcome]) => {
        const now = (sale.perSecond || {})[outcome];
        say(row.children[1], now ? C.short(now) : '–');
        say(row.children[2], sale.decisions ? C.whole(decisions[outcome] || 0) : '–');
      },
    );
  };

  /** The charts of one sale, put into an element of its view. */
  C.Charts = class {
    constructor(parent, history, hasHolds) {
      this.history = history;
      this.rates = new Chart('Decisions a second', LINES, C.short, { isFilled: true });
      this.latency = new Chart(
        'Latency',
        [['p99', '--warn'], ['p50', '--accent']],
        C.millis,
        { least: 5 },
      );
      this.curve = new Chart('Selling curve', [['units', '--accent']], C.whole, { isFilled: true, isStepped: true, isWhole: true });
      this.held = new Chart('Orders held', [['held', '--warn']], C.whole, { isFilled: true, isWhole: true });
      this.outcomes = makeOutcomes();
      this.charts = [this.rates, this.latency, this.curve, ...(hasHolds ? [this.held] : [])];
      const around = el('div', { class: 'chart outcomes-around' }, this.outcomes.table);
      parent.append(this.rates.root, around, this.latency.root, this.curve.root);
      if (hasHolds) {
        parent.append(this.held.root);
      }
      this.resize = new ResizeObserver(() => this.fit());
      this.charts.forEach((chart) => this.resize.observe(chart.place));
      this.recolour = () => this.charts.forEach((chart) => chart.plot && chart.draw(chart.width));
      isDark.addEventListener('change', this.recolour);
    }

    fit() {
      for (const chart of this.charts) {
        const width = Math.floor(chart.place.clientWidth);
        if (width > 0 && width !== chart.width) {
          chart.width = width;
          if (chart.plot) {
            chart.plot.setSize({ width, height: 170 });
          } else {
            chart.draw(width);
          }
        }
      }
    }

    write(sale, serverNow) {
      const { history } = this;
      const now = serverNow / 1000;
      const range = [now - WINDOW_SECONDS, now];
      const times = history.seconds.map((second) => second.at);
      const rates = LINES.map(([, , outcomes]) => history.perSecond(outcomes));
      const drawn = rates.map((line) => (most(line) > 0 ? line : line.map(() => null)));
      this.rates.show([times, ...drawn], range, this.ratesWords(rates));
      const p50 = history.seconds.map((second) => second.p50);
      const p99 = history.seconds.map((second) => second.p99);
      this.latency.show([times, p99, p50], range, this.latencyWords(sale));
      const sold = history.sold;
      const ends = sold.length > 0 ? [sold[0][0], Math.max(now, sold[0][0] + 10)] : range;
      const shown = sold.length > 0 && sold[sold.length - 1][0] < now ? [...sold, [now, sold[sold.length - 1][1]]] : sold;
      this.curve.show([shown.map((each) => each[0]), shown.map((each) => each[1])], ends, this.curveWords(sale));
      this.held.show([times, history.seconds.map((second) => second.held)], range, this.heldWords());
      writeOutcomes(this.outcomes.rows, sale);
    }

    ratesWords(rates) {
      const peaks = LINES.map(([name], line) => [name, most(rates[line])]).filter(([, peak]) => peak > 0);
      return peaks.length === 0
        ? 'This page saw no request within the last 5 minutes.'
        : `Last 5 minutes; most in a second: ${peaks.map(([name, peak]) => `${C.short(peak)} ${name}`).join(', ')}.`;
    }

    latencyWords(sale) {
      const { latency } = sale;
      return latency
        ? `From arrival to reply, now: half within ${C.millis(latency.p50)}, 99 % within ${C.millis(latency.p99)}, ` +
            `the slowest ${C.millis(latency.max)}.`
        : 'No request within the last 10 seconds.';
    }

    curveWords(sale) {
      const sold = C.soldSoFar(sale);
      if (sold === undefined) {
        return 'Not known.';
      }
      const what = sale.book ? 'accepted, those that came back later included' : 'held or confirmed';
      return `${C.count(sold, 'unit')} ${what}${this.history.begun ? '' : '; what was before this page was opened is not known'}.`;
    }

    heldWords() {
      const held = this.history.seconds.map((second) => second.held);
      return `Waiting for payment, last 5 minutes; most: ${C.whole(most(held))}.`;
    }

    close() {
      this.resize.disconnect();
      isDark.removeEventListener('change', this.recolour);
      this.charts.forEach((chart) => chart.plot && chart.plot.destroy());
    }
  };
})();
