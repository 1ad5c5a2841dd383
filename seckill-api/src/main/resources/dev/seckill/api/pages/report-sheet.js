/* The tables of the report, and the report as a whole. */
(() => {
  'use strict';

  const R = window.seckillReport;
  const { el, byId } = R;

  const BUYERS_SHOWN = 10;
  const BUYER_LENGTH = 24;
  /** How the API writes down that there is none. */
  const NO_LIMIT = 1000000000;

  const OUTCOMES = [
    ['accepted', 'Got it', 'good'],
    ['replayed', 'Asked again', 'good'],
    ['sold_out', 'Sold out', 'plain'],
    ['not_enough', 'Fewer left than asked for', 'plain'],
    ['limit_reached', 'Limit reached', 'plain'],
    ['not_open', 'Not open', 'plain'],
    ['key_reused', 'Key used for something else', 'warn'],
    ['overloaded', 'Too busy, come again', 'warn'],
    ['too_many_requests', 'Asked too often', 'warn'],
    ['unauthorized', 'No good token', 'warn'],
    ['invalid', 'Not a valid request', 'warn'],
    ['failed', 'Could not be decided', 'bad'],
  ];

  const outcomes = (report) => {
    const all = report.decisions;
    if (!all || all.received === 0) {
      byId('outcomes').replaceChildren(
        R.nothing('Not known: instances of the API keep these counts for a while only.')
      );
      return;
    }
    const rows = OUTCOMES.filter(([key]) => all[key] > 0);
    byId('outcomes').replaceChildren(
      R.table(
        'Outcomes of the requests to buy',
        ['Outcome', '#Requests', '#Share', ''],
        rows
          .map(([key, label, kind]) => [
            label,
            R.whole(all[key]),
            R.share(all[key], all.received),
            R.bar(all[key], all.received, kind),
          ])
          .concat([['All', R.whole(all.received), '', '']])
      )
    );
  };

  const orders = (report) => {
    const parts = [
      ['Sold', report.confirmed, 'good'],
      ['Held', report.held, 'warn'],
      ['Gone back', report.released, 'plain'],
    ];
    const because = report.releasedBecause;
    const notes = [
      because.expired > 0 ? `${R.count(because.expired, 'order')} not paid in time` : null,
      because.cancelled > 0 ? `${R.count(because.cancelled, 'order')} cancelled` : null,
      report.late > 0 ? `${R.count(report.late, 'payment')} came too late` : null,
      report.extended > 0 ? `${R.count(report.extended, 'hold')} extended` : null,
    ].filter(Boolean);
    byId('orders').replaceChildren(
      R.parts(
        parts.map(([, tally, kind]) => ({ value: tally.units, kind })),
        parts.map(([label, tally]) => `${label}: ${R.count(tally.units, 'unit')}`).join(', ')
      ),
      R.table(
        'Orders by state',
        ['State', '#Orders', '#Units'],
        parts
          .map(([label, tally, kind]) => [
            el('span', { class: `key key--${kind}` }, label),
            R.whole(tally.orders),
            R.whole(tally.units),
          ])
          .concat([['All', R.whole(report.accepted.orders), R.whole(report.accepted.units)]])
      ),
      ...(notes.length > 0 ? [el('p', { class: 'small soft' }, `${notes.join(' · ')}.`)] : [])
    );
  };

  const PARTS = [
    ['p50', 'half'],
    ['p90', '90 %'],
    ['p99', '99 %'],
    ['max', 'all'],
  ];

  const speed = (report) => {
    const measured = [
      ['Request to reply', report.latency, report.latency && report.latency.count],
      ['Decision to book', report.decidedToRowMillis, report.decidedToRowMillis.orders],
    ].filter(([, , count]) => count > 0);
    byId('speed').replaceChildren(
      measured.length > 0
        ? R.table(
            'Times',
            ['Done within', ...measured.map(([label]) => `#${label}`)],
            PARTS.map(([part, label]) => [label, ...measured.map(([, times]) => R.millis(times[part]))])
          )
        : R.nothing('Nothing was measured.'),
      ...(measured.length > 0
        ? [
            el(
              'p',
              { class: 'small soft' },
              measured.map(([label, , count]) => `${label}: ${R.whole(count)} measured`).join(' · ')
            ),
          ]
        : [])
    );
  };

  const checks = (report) => {
    const { check, audit } = report;
    if (!check) {
      byId('checks').replaceChildren(R.nothing(R.unchecked(report)));
      return;
    }
    const ok = (is) => el('span', { class: `pill pill--flat`, 'data-tone': is ? 'good' : 'bad' }, is ? 'yes' : 'no');
    const sum = check.left + check.held + check.confirmed;
    const found = (what) => check.findings.some((finding) => finding.what === what);
    const rows = [
      [
        'Every entry is there',
        `${R.count(check.events, 'entry', 'entries')}, the last is number ${R.whole(check.lastNo)}`,
        ok(check.missing === 0),
      ],
      ['Each follows from the one before, none below zero', '', ok(!found('leftWrong'))],
      [
        'Offered = left + held + sold',
        `${R.whole(check.allotment)} = ${R.whole(check.left)} + ${R.whole(check.held)} + ${R.whole(check.confirmed)}`,
        ok(check.allotment === sum),
      ],
      ['Orders kept to the rules', '', ok(!['outsideHours', 'overLimit', 'illegalSteps'].some(found))],
      ['Orders are as the journal says', '', ok(!['ordersDiffer', 'saleDiffers', 'revived'].some(found))],
    ];
    if (audit) {
      const { figures: seen } = audit;
      rows.push([
        'Log and book agree',
        `${R.count(seen.logged, 'order')} on the log, ${R.whole(seen.rows)} in the book`,
        ok(audit.sound),
      ]);
    }
    byId('checks').replaceChildren(
      R.table(
        'Checks',
        ['The journal, replayed', '#'],
        rows.map(([label, detail, is]) => [
          el('span', null, label, detail ? el('span', { class: 'detail small soft' }, detail) : null),
          is,
        ])
      ),
      ...(check.givenUp > 0
        ? [el('p', { class: 'small soft' }, `A recover has given up ${R.count(check.givenUp, 'number')}.`)]
        : []),
      ...(check.overdue > 0
        ? [el('p', { class: 'small soft' }, `${R.count(check.overdue, 'order')} should have been released by now.`)]
        : [])
    );
  };

  /** What the lines of a certificate say; undefined if it is none. */
  const certified = (note) => {
    const [size, state, made] = ['size', 'state', 'made'].map((name) => new RegExp(`^${name} (.+)$`, 'm').exec(note));
    return size && state && made ? { size: Number(size[1]), state: state[1], made: made[1] } : undefined;
  };

  const signed = ({ certificate, sale }) => {
    const said = certificate ? certified(certificate) : undefined;
    byId('signed').hidden = certificate !== null && !said;
    if (certificate === null) {
      byId('signed').replaceChildren('The sale has no signed certificate yet.');
    } else if (said) {
      const kind = said.state === 'final' ? 'The final' : 'An interim';
      byId('signed').replaceChildren(
        `${kind} certificate of ${R.count(said.size, 'event')} was signed on ${R.when(said.made)}. `,
        el(
          'span',
          { class: 'live-only' },
          el('a', { href: `/api/sales/${encodeURIComponent(sale)}/certificate` }, 'Read it'),
          ', or ',
          el('a', { href: '/verify' }, 'check a receipt'),
          '.'
        )
      );
    }
  };

  const rules = (report) => {
    const it = report.definition || report.facts;
    if (!it) {
      byId('rules').replaceChildren(R.nothing('Nobody has defined this sale: it is a bare counter, without rules.'));
      return;
    }
    const hold = report.facts && report.facts.holdFor > 0 ? R.span(report.facts.holdFor) : null;
    const atMost = (units) => (units > 0 && units < NO_LIMIT ? `at most ${R.whole(units)}` : 'as many as they want');
    const pairs = [
      ['Item', R.item(report)],
      ['Opens', it.opensAt ? R.when(it.opensAt) : 'at once'],
      ['Closes', it.closesAt ? R.when(it.closesAt) : 'when it is closed'],
      ['For each buyer', atMost(it.perBuyer)],
      ['In each order', atMost(it.perOrder)],
      report.facts ? ['To be paid within', hold || 'sold at once'] : null,
    ].filter(Boolean);
    byId('rules').replaceChildren(
      el(
        'dl',
        { class: 'pairs' },
        pairs.map(([label, value]) => [el('dt', null, label), el('dd', null, value)])
      )
    );
  };

  const buyers = (report) => {
    const { most, count } = report.buyers;
    const isPlain = R.isPlain(report);
    byId('plain').setAttribute('aria-pressed', String(isPlain));
    byId('plain').textContent = isPlain ? 'Hide their names' : 'Show their names';
    if (most.length === 0) {
      byId('buyers').replaceChildren(R.nothing('Nobody has anything, as far as buyers have names.'));
      return;
    }
    const shown = (buyer) => {
      const whole = isPlain ? buyer.buyer : buyer.buyerHash;
      const short = isPlain ? whole : whole.slice(0, 12);
      return el(
        'span',
        { class: isPlain ? 'buyer-name' : 'mono', title: whole },
        short.length > BUYER_LENGTH ? `${short.slice(0, BUYER_LENGTH)}…` : short
      );
    };
    byId('buyers').replaceChildren(
      R.table(
        'Buyers with most units',
        [isPlain ? 'Buyer' : 'Buyer, hashed', '#Orders', '#Units'],
        most.slice(0, BUYERS_SHOWN).map((buyer) => [shown(buyer), R.whole(buyer.orders), R.whole(buyer.units)])
      ),
      el('p', { class: 'small soft' }, `Of ${R.count(count, 'buyer')} in all.`)
    );
  };

  /** Shows a report, whole. */
  R.show = (report) => {
    byId('sheet').hidden = false;
    [R.head, R.verdict, R.figures, R.drawCurve].forEach((part) => part(report));
    [outcomes, orders, speed, checks, rules, buyers, signed].forEach((part) => part(report));
  };
})();
