/* The top of the report: what it is about, whether it adds up, the figures, and the selling curve. */
(() => {
  'use strict';

  const R = window.seckillReport;
  const { el, byId } = R;

  const STATES = {
    SCHEDULED: ['not open yet', 'info'],
    OPEN: ['open', 'good'],
    PAUSED: ['paused', 'warn'],
    SOLD_OUT: ['sold out', 'info'],
    CLOSED: ['closed', 'none'],
  };

  const FINDINGS = {
    missing: 'Entries that the journal lacks',
    leftWrong: 'Entries that do not follow from those before',
    revived: 'Numbers that were given up and are there all the same',
    outsideHours: 'Orders accepted while the sale was not open',
    overLimit: 'Orders above a limit',
    illegalSteps: 'Entries that cannot follow the earlier ones of their order',
    saleDiffers: 'Differences between the stored sale and its journal',
    ordersDiffer: 'Orders that differ from the journal',
    notStored: 'Orders on the log that the book lacks',
    storedTwice: 'Orders stored twice',
    differing: 'Orders that differ between log and book',
    notOnTheLog: 'Orders in the book that the log lacks',
    lostMessages: 'Messages of the log that were passed over',
    oversold: 'Units sold beyond what was offered',
    seqClashes: 'Orders that share a place',
    seqGaps: 'Places without an order',
  };

  const told = (finding) => {
    const first = finding.first.slice(0, 3).join(', ');
    const more = finding.first.length > 3 ? ', …' : '';
    return `${FINDINGS[finding.what] || finding.what}: ${R.whole(finding.count)}${first ? ` (${first}${more})` : ''}.`;
  };

  /** What the journal says of the sale, or else the API. */
  const fact = (report, field) =>
    (report.definition && report.definition[field]) || (report.facts && report.facts[field]);

  R.item = (report) => fact(report, 'item') || 'unit';

  const name = (report) => fact(report, 'name') || report.sale;

  const state = (report) => (report.facts && report.facts.state) || report.state;

  /** Where the units are: as the journal comes to, or, if it was not replayed, as the orders say. */
  const units = ({ check, facts, journal, held, confirmed }) =>
    check || {
      allotment: facts ? facts.allotment : journal.left + held.units + confirmed.units,
      left: journal.left,
      held: held.units,
      confirmed: confirmed.units,
    };

  /** Why the journal was not replayed. */
  R.unchecked = (report) =>
    `The journal was not replayed: the sale ${report.unchecked}. The command audit of order-consumer has no such bound.`;

  /** Nothing more can come of it. */
  const isOver = (report) => units(report).held === 0 && ['CLOSED', 'SOLD_OUT'].includes(state(report));

  R.isPlain = (report) => report.buyers.most.some((buyer) => buyer.buyer !== undefined);

  R.head = (report) => {
    const now = state(report);
    const [words, tone] = STATES[now] || [now || 'not known', 'none'];
    byId('sale-id').textContent = report.sale;
    byId('title').textContent = name(report);
    document.title = `Report of ${name(report)}`;
    byId('made').textContent = `Made on ${R.when(report.madeAt)}${isOver(report) ? '' : ', the figures so far'}`;
    byId('state').textContent = words;
    byId('state').dataset.tone = tone;
  };

  const soldLine = (report) => {
    const { allotment, left, held, confirmed } = units(report);
    const taken = held + confirmed;
    if (allotment > 0 && taken === allotment) {
      return `All ${R.whole(allotment)} that were offered are taken, and not one more.`;
    }
    return `${R.whole(taken)} of ${R.whole(allotment)} offered are taken, ${R.whole(left)} are left.`;
  };

  const journalLine = (report) => {
    const { check } = report;
    if (!check) {
      return R.unchecked(report);
    }
    const way = check.inFlight > 0 ? ` ${R.count(check.inFlight, 'entry', 'entries')} may be on the way.` : '';
    return `Its journal of ${R.count(check.events, 'entry', 'entries')} has no gap, and never fell below zero.${way}`;
  };

  const auditLine = (audit) =>
    audit.sound
      ? `The log and the book agree, order by order, as of ${R.when(audit.madeAt)}.`
      : null;

  R.verdict = (report) => {
    const { check, audit, run } = report;
    const findings = (check ? check.findings : []).concat(audit && !audit.sound ? audit.findings : []);
    const lines = findings.length > 0 ? findings.map(told) : [soldLine(report), journalLine(report)];
    if (audit) {
      lines.push(auditLine(audit));
      lines.push(...audit.lookFirst);
    }
    if (run) {
      lines.push(`Load test: ${run.verdict}, ${run.summary}`);
    }
    const hasFailed = Boolean(run) && run.verdict !== 'PASS';
    const [title, tone] =
      findings.length > 0
        ? ['Something does not add up', 'bad']
        : hasFailed && check
          ? ['It adds up, but the load test did not pass', 'warn']
          : check
            ? ['Everything adds up', 'good']
            : ['Not checked', 'warn'];
    byId('verdict').dataset.tone = tone;
    byId('verdict-title').textContent = title;
    byId('verdict-lines').replaceChildren(...lines.filter(Boolean).map((line) => el('li', null, line)));
  };

  R.figures = (report) => {
    const { buyers, curve } = report;
    const { allotment, left, held, confirmed } = units(report);
    const seconds = curve.steps.length > 0 ? R.cumulated(curve).pop().seconds : null;
    const stats = [
      ['Offered', R.whole(allotment)],
      ['Sold', R.whole(confirmed)],
      ['Held', R.whole(held)],
      ['Left', R.whole(left)],
      ['Buyers', buyers.count === 0 && report.accepted.orders > 0 ? '–' : R.whole(buyers.count)],
      ['Requests', report.decisions ? R.whole(report.decisions.received) : '–'],
      ['Selling time', seconds === null ? '–' : R.span(seconds)],
    ];
    byId('figures').replaceChildren(
      ...stats.map(([label, value]) => el('div', { class: 'stat' }, el('dt', null, label), el('dd', null, value)))
    );
  };

  /** Draws the curve as wide as its place is. */
  R.drawCurve = (report) => {
    const place = byId('curve');
    place.replaceChildren(
      report.curve.steps.length > 0
        ? R.curve(report.curve, units(report).allotment, Math.max(260, place.clientWidth || 720))
        : R.nothing('Nothing was sold yet.')
    );
    if (report.curve.steps.length > 0) {
      const first = R.when(report.curve.steps[0].at);
      const back = report.released.units;
      const again = back > 0 ? ` ${R.count(back, 'of them', 'of them')} went back and may have been sold again.` : '';
      place.append(el('p', { class: 'small soft' }, `Units accepted, from the first order on ${first}.${again}`));
    }
  };
})();
