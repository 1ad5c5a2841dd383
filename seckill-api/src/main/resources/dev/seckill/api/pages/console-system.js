/* The instances of the API and the order book, as a small table. */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say } = C;

  const stateOf = (instance) => {
    if (instance.gone) {
      return ['gone', 'warn'];
    }
    return instance.ready ? ['ready', 'good'] : ['not ready', 'bad'];
  };

  const COLUMNS = ['up', 'seen', 'waiting', 'unlogged', 'sales'];

  const makeRow = () =>
    el(
      'tr',
      {},
      el('th', { scope: 'row' }),
      el('td', {}, el('span', { class: 'pill' })),
      ...COLUMNS.map(() => el('td', { class: 'number' })),
    );

  const writeRow = (row, instance, now) => {
    const [name, state, ...cells] = row.children;
    const [word, tone] = stateOf(instance);
    say(name, C.instanceName(instance) + (instance.here ? ' (answers here)' : ''));
    name.title = instance.name;
    say(state.firstElementChild, word);
    state.firstElementChild.dataset.tone = tone;
    row.dataset.instance = instance.name;
    const texts = [
      instance.gone ? '–' : C.span(now - Date.parse(instance.startedAt)),
      `${C.span(now - Date.parse(instance.seenAt))} ago`,
      C.whole(instance.waiting),
      C.whole(instance.unlogged),
      C.whole(instance.sales),
    ];
    cells.forEach((cell, at) => say(cell, texts[at]));
  };

  const bookState = (book) => {
    if (!book) {
      return ['not known', 'none', 'This API was started without --order-book, so nobody here knows what is stored.'];
    }
    if (book.trouble) {
      return ['away', 'bad', book.trouble];
    }
    if (!book.at) {
      return ['asked', 'none', ''];
    }
    const lag = book.lag === null || book.lag === undefined ? '' : `${C.count(book.lag, 'message')} behind the log, `;
    return [book.ready ? 'ready' : 'not ready', book.ready ? 'good' : 'bad', `${lag}${C.whole(book.parked || 0)} parked.`];
  };

  C.writeSystem = (live, now) => {
    C.keep(
      C.byId('instances'),
      live.instances,
      (instance) => instance.name,
      makeRow,
      (row, instance) => writeRow(row, instance, now),
    );
    const [word, tone, text] = bookState(live.book);
    const pill = C.byId('book-state');
    say(pill, word);
    pill.dataset.tone = tone;
    say(C.byId('book-says'), text);
  };
})();
