// What the console's rules say of figures that are made up here, one after the other in time. Returns a line for
// each case in which they say something else than they should.
const C = window.seckillConsole;

const bookOf = (more) => ({
  at: '1',
  events: 10,
  lastNo: 10,
  accepted: { orders: 9, units: 9 },
  held: { orders: 2, units: 2 },
  confirmed: { orders: 7, units: 7 },
  released: { orders: 0, units: 0 },
  ...more,
});
const saleOf = (more) => ({
  sale: 'cars',
  name: 'Cars',
  state: 'OPEN',
  left: 1,
  held: 2,
  confirmed: 7,
  allotment: 10,
  accepted: 9,
  no: 10,
  outbox: 0,
  heldOrders: 2,
  nextExpiry: null,
  decisions: { received: 9, accepted: 9 },
  lastAccepted: '1970-01-01T00:00:00Z',
  book: bookOf(),
  ...more,
});
const HEALTHY = { at: '1', trouble: null, ready: true, troubles: [], lag: 0, parked: 0 };
const liveOf = (sale, more) => ({ instances: [], book: HEALTHY, sales: sale ? [sale] : [], ...more });
const instanceOf = (more) => ({
  name: 'api-1',
  seenAt: '1970-01-01T00:00:00Z',
  gone: false,
  ready: true,
  troubles: [],
  unlogged: 0,
  ...more,
});
const counted = (more) => saleOf({ book: bookOf(more) });

/** A case: what it is about, then at which second what was seen and what that has to be called. */
const CASES = [
  ['nothing is told of a sale that adds up', [1, liveOf(saleOf()), '']],
  ['a halted sale is told at once', [1, liveOf(saleOf({ state: 'HALTED', trouble: 'It is.' })), 'halted']],
  ['so is one that nobody can look at', [1, liveOf({ sale: 'cars', trouble: 'Gone.' }), 'trouble']],
  ['nobody has bought for a minute', [60, liveOf(saleOf()), ''], [61, liveOf(saleOf()), 'no-buyers']],
  [
    'nobody could buy while it was paused',
    [50, liveOf(saleOf()), ''],
    [51, liveOf(saleOf({ state: 'PAUSED' })), ''],
    [3600, liveOf(saleOf()), ''],
    [3660, liveOf(saleOf()), ''],
    [3661, liveOf(saleOf()), 'no-buyers'],
  ],
  ['nobody buys what is sold out', [61, liveOf(saleOf({ left: 0, confirmed: 8, state: 'SOLD_OUT', book: null })), '']],
  [
    'a log that takes nothing is silent, however much is decided',
    [1, liveOf(saleOf({ outbox: 3 })), ''],
    [5, liveOf(saleOf({ outbox: 3 })), ''],
    [7, liveOf(saleOf({ outbox: 4, no: 11 })), 'silent-log'],
    [8, liveOf(saleOf({ outbox: 4, no: 12 })), ''],
  ],
  [
    'so is one that takes nothing of any sale',
    [1, liveOf(null, { instances: [instanceOf({ unlogged: 5 })] }), ''],
    [12, liveOf(null, { instances: [instanceOf({ unlogged: 5 })] }), 'silent-log'],
    [13, liveOf(null, { instances: [instanceOf({ unlogged: 4 })] }), ''],
  ],
  [
    'what differs while things move is no difference',
    [1, liveOf(counted({ events: 9 })), ''],
    [9, liveOf(counted({ events: 9 })), ''],
    [10, liveOf(counted({ events: 9, at: '2' })), 'identity'],
  ],
  ['numbers that recover gave up are none', [1, liveOf(saleOf({ no: 11 })), ''], [40, liveOf(saleOf({ no: 11 })), '', 1]],
  [
    'what waits for the log is no difference',
    [1, liveOf(saleOf({ accepted: 12, outbox: 3, no: 14 })), ''],
    [40, liveOf(saleOf({ accepted: 12, outbox: 3, no: 14 })), 'silent-log'],
  ],
  [
    'what the book has not read yet is no difference',
    [1, liveOf(saleOf({ accepted: 12 }), { book: { ...HEALTHY, lag: 3 } }), ''],
    [39, liveOf(saleOf({ accepted: 12 }), { book: { ...HEALTHY, lag: 3 } }), 'lag'],
    [40, liveOf(saleOf({ accepted: 12 })), 'identity'],
  ],
  ['requests without an answer are told', ...[[1, ''], [7, 'identity']].map(([at, told]) => [at, liveOf(saleOf({ decisions: { received: 10, accepted: 9 } })), told])],
  ['parked messages are told at once', [1, liveOf(saleOf(), { book: { ...HEALTHY, parked: 2 } }), 'parked']],
  [
    'a book that does not catch up is told',
    [1, liveOf(saleOf(), { book: { ...HEALTHY, lag: 5 } }), ''],
    [12, liveOf(saleOf(), { book: { ...HEALTHY, lag: 5 } }), 'lag'],
    [13, liveOf(saleOf(), { book: { ...HEALTHY, lag: 4 } }), ''],
  ],
  ['a book that cannot be read is told', [1, liveOf(saleOf({ book: null }), { book: { ...HEALTHY, trouble: 'Away.' } }), 'book-away']],
  ['no book is no trouble', [1, liveOf(saleOf({ book: null }), { book: null }), '']],
  ['an instance that is gone is told', [1, liveOf(saleOf(), { instances: [instanceOf({ gone: true })] }), 'instance-gone']],
  ['so is one that is not ready', [1, liveOf(null, { instances: [instanceOf({ ready: false, troubles: ['No.'] })] }), 'instance-trouble']],
  [
    'units that come back in numbers are told',
    [1, liveOf(saleOf()), ''],
    [4, liveOf(saleOf({ book: bookOf({ released: { orders: 5, units: 5 } }) })), 'holds-expiring'],
  ],
  [
    'a hold that is over and is not given back is told',
    [9, liveOf(saleOf({ nextExpiry: '1970-01-01T00:00:05Z' })), ''],
    [11, liveOf(saleOf({ nextExpiry: '1970-01-01T00:00:05Z' })), 'hold-overdue'],
  ],
  ['requests that are refused for a full queue are told', [1, liveOf(saleOf({ perSecond: { overloaded: 3 } })), 'overloaded']],
  ['the worst comes first', [61, liveOf(saleOf({ perSecond: { failed: 3 } }), { book: { ...HEALTHY, trouble: 'Away.' } }), 'failed book-away no-buyers']],
];

return CASES.flatMap(([about, ...steps]) => {
  const attention = new C.Attention();
  return steps.flatMap(([second, live, told, givenUp]) => {
    const at = second * 1000;
    const { items } = attention.look(live, at, at, new Map([['cars', givenUp || 0]]));
    const kinds = [...new Set(items.map((item) => item.kind))].join(' ');
    return kinds === told ? [] : [`${about}, second ${second}: told "${kinds}" instead of "${told}"`];
  });
});
