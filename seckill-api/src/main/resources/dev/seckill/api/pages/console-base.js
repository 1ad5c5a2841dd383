/*
 * What all parts of the console use: making elements, and writing numbers and times. Texts from a sale go through
 * textContent only.
 */
(() => {
  'use strict';

  const C = (window.seckillConsole = {});

  const WHOLE = new Intl.NumberFormat('en');
  const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });
  const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });

  /** Makes an element: el('p', { class: 'note', 'data-kind': 'x' }, 'text', child, …). Null children are left out. */
  C.el = (name, attributes, ...children) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== false) {
        made.setAttribute(key, value === true ? '' : value);
      }
    }
    made.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return made;
  };

  C.byId = (id) => document.getElementById(id);

  /** Sets a text only if it is another one, so that nothing is laid out or read aloud for nothing. */
  C.say = (element, text) => {
    const said = String(text);
    if (element.textContent !== said) {
      element.textContent = said;
    }
  };

  /** A figure with its plain number for whoever reads the page by program; undefined and null are not known. */
  C.figure = (element, value) => {
    const known = value !== undefined && value !== null;
    C.say(element, known ? C.whole(value) : '–');
    if (known) {
      element.dataset.value = value;
      element.removeAttribute('title');
    } else {
      delete element.dataset.value;
      element.title = 'not known';
    }
  };

  C.whole = (value) => WHOLE.format(value);

  /** Three digits that count: 0.12, 4.5, 417. */
  C.short = (value) => SHORT.format(value);

  C.count = (value, one, many) => `${C.whole(value)} ${value === 1 ? one : many || one + 's'}`;

  /** Milliseconds as people read them. */
  C.millis = (value) => (value >= 1000 ? `${C.short(value / 1000)} s` : `${C.short(value)} ms`);

  /** How long, roughly: 8 s, 3 min, 2 h, 5 days. */
  C.span = (millis) => {
    const seconds = Math.max(0, Math.round(millis / 1000));
    if (seconds < 120) {
      return `${seconds} s`;
    }
    if (seconds < 7200) {
      return `${Math.floor(seconds / 60)} min`;
    }
    return seconds < 172800 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86400)} days`;
  };

  const UNITS = [
    ['day', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ];

  /** How long, exactly: 15 min, 15 min 59 s, 1 day 2 h. */
  C.exactly = (seconds) => {
    let rest = seconds;
    const parts = UNITS.flatMap(([unit, length]) => {
      const count = Math.floor(rest / length);
      rest %= length;
      return count > 0 ? [unit === 'day' ? C.count(count, unit) : `${count} ${unit}`] : [];
    });
    return parts.join(' ') || '0 s';
  };

  /** How long, to the second: 4:05, 1:00:00. */
  C.countdown = (millis) => {
    const seconds = Math.max(0, Math.ceil(millis / 1000));
    const two = (value) => String(value).padStart(2, '0');
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
  };

  C.clock = (time) => CLOCK.format(new Date(time));

  /** A moment; the day is left out if it is today. */
  C.moment = (time) => {
    const day = DAY.format(new Date(time));
    return day === DAY.format(new Date()) ? C.clock(time) : `${day}, ${C.clock(time)}`;
  };

  /** An instance's name, of which the part that makes it unique is cut. */
  C.instanceName = (instance) => instance.name.replace(/\/([0-9a-f]{8})-[0-9a-f-]+$/, '/$1');

  /** What a sale is called; of one that cannot be looked at only the id is known. */
  C.nameOf = (sale) => sale.name || sale.sale;

  C.sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

  /** Keeps the children of a list in step with entries: by key, in order, each made once and then only written to. */
  C.keep = (parent, entries, keyOf, make, write) => {
    const focused = parent.contains(document.activeElement) ? document.activeElement : null;
    const had = new Map([...parent.children].map((child) => [child.dataset.key, child]));
    let place = parent.firstElementChild;
    for (const entry of entries) {
      const key = keyOf(entry);
      let child = had.get(key);
      if (child) {
        had.delete(key);
      } else {
        child = make(entry);
        child.dataset.key = key;
      }
      if (child === place) {
        place = place.nextElementSibling;
      } else {
        parent.insertBefore(child, place);
      }
      write(child, entry);
    }
    had.forEach((child) => child.remove());
    if (focused && focused.isConnected && focused !== document.activeElement) {
      focused.focus({ preventScroll: true }); // moving it took the focus away
    }
  };
})();
