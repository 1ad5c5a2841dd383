/*
 * What the report's parts are made of: elements, and numbers and times in words. Texts from a sale go through
 * textContent only.
 */
(() => {
  'use strict';

  const R = (window.seckillReport = {});

  const WHOLE = new Intl.NumberFormat('en');
  const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  const PERCENT = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const SVG = 'http://www.w3.org/2000/svg';
  const WHEN = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

  const fill = (made, attributes, children) => {
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== undefined && value !== false) {
        made.setAttribute(key, value === true ? '' : value);
      }
    }
    made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
    return made;
  };

  /** Makes an element: el('p', { class: 'note' }, 'text', child, …). Null children are left out. */
  R.el = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

  /** The same of a drawing. */
  R.svg = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

  R.nothing = (text) => R.el('p', { class: 'soft' }, text);

  R.byId = (id) => document.getElementById(id);

  R.whole = (value) => WHOLE.format(value);

  R.count = (value, one, many) => `${R.whole(value)} ${value === 1 ? one : many || `${one}s`}`;

  R.share = (part, all) => (all > 0 ? `${PERCENT.format((100 * part) / all)} %` : '–');

  R.millis = (value) => {
    if (value < 10000) {
      return `${SHORT.format(value)} ms`;
    }
    return value < 600000 ? `${SHORT.format(value / 1000)} s` : `${SHORT.format(value / 60000)} min`;
  };

  R.when = (iso) => WHEN.format(new Date(iso));

  R.clock = (iso) => CLOCK.format(new Date(iso));

  /** How long: 1 s, 90 s, 12 min, 5 h, 3 days. */
  R.span = (seconds) => {
    if (seconds < 120) {
      return `${SHORT.format(seconds)} s`;
    }
    if (seconds < 7200) {
      return `${Math.round(seconds / 60)} min`;
    }
    return seconds < 172800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86400)} days`;
  };

  /**
   * A table with a caption.
   *
   * @param heads of the columns; one that begins with # is of numbers, an empty one needs none
   * @param rows of texts and elements
   */
  R.table = (caption, heads, rows) => {
    const isNumber = heads.map((head) => head.startsWith('#'));
    const cell = (value, column) =>
      column === 0
        ? R.el('th', { scope: 'row' }, value)
        : R.el('td', { class: isNumber[column] ? 'number' : null }, value);
    return R.el(
      'div',
      { class: 'table-wrap' },
      R.el(
        'table',
        { class: 'table' },
        R.el('caption', { class: 'visually-hidden' }, caption),
        R.el(
          'thead',
          null,
          R.el(
            'tr',
            null,
            heads.map((head, column) => {
              const text = head.replace('#', '');
              const isOf = { scope: 'col', class: isNumber[column] ? 'number' : null };
              return text ? R.el('th', isOf, text) : R.el('td');
            })
          )
        ),
        R.el(
          'tbody',
          null,
          rows.map((row) => R.el('tr', null, row.map(cell)))
        )
      )
    );
  };
})();
