/*
 * What an operator may do to a sale: the words in which each change is asked for, and the request that makes it. What is
 * said follows the sale while the question is open.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;

  const NO_LIMIT = 1000000000;
  const ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/;

  const left = (sale) => `${C.whole(sale.left)} of ${C.count(sale.allotment, 'unit')} are left`;

  const holding = (sale) =>
    sale.heldOrders > 0
      ? ` ${C.count(sale.heldOrders, 'order')} that ${sale.heldOrders === 1 ? 'is' : 'are'} held can still be paid, ` +
        `extended and cancelled, and still run${sale.heldOrders === 1 ? 's' : ''} out.`
      : '';

  const post = (sale, what, body) => ({
    method: 'POST',
    path: `/api/sales/${encodeURIComponent(sale.sale)}/${what}`,
    body,
  });

  const pause = {
    title: (sale) => `Pause ${C.nameOf(sale)}?`,
    says: (sale) => [
      `No purchase is accepted until you resume it; buyers read that it is paused. ${left(sale)}.${holding(sale)}`,
    ],
    yes: 'Pause',
    done: 'paused',
    request: (sale) => post(sale, 'pause'),
  };

  const resume = {
    title: (sale) => `Resume ${C.nameOf(sale)}?`,
    says: (sale) => [`It takes purchases again at once, within its hours. ${left(sale)}.`],
    yes: 'Resume',
    done: 'resumed',
    request: (sale) => post(sale, 'resume'),
  };

  const close = {
    title: (sale) => `Close ${C.nameOf(sale)} for good?`,
    says: (sale) => [
      `${left(sale)}${sale.left > 0 ? ' and will not be sold' : ''}. A closed sale cannot be opened, restocked or ` +
        `changed again.${holding(sale)}`,
    ],
    yes: 'Close for good',
    isFinal: true,
    done: 'closed',
    request: (sale) => post(sale, 'close'),
  };

  const whole = (text) => (/^-?[0-9]{1,10}$/.test(text.trim()) ? Number(text) : null);

  const restock = {
    title: (sale) => `Restock ${C.nameOf(sale)}`,
    fields: () => [
      { name: 'units', label: 'Units', type: 'number', note: 'Below 0 takes back what is not sold.' },
    ],
    says: (sale, values) => {
      const units = whole(values.units);
      if (units === null || units === 0) {
        return [`${left(sale)}. How many units come on sale?`];
      }
      const after = `Then ${C.whole(sale.left + units)} are left instead of ${C.whole(sale.left)}, of ${C.count(
        sale.allotment + units,
        'unit',
      )} in all.`;
      const what = units > 0 ? `${C.count(units, 'unit')} more on sale` : `${C.count(-units, 'unit')} taken back`;
      return [`${what}. ${after}`];
    },
    problem: (values) =>
      whole(values.units) ? null : { field: 'units', says: 'This must be a whole number that is not 0.' },
    yes: 'Restock',
    isAdding: true,
    done: 'restocked',
    request: (sale, values) => post(sale, 'restock', { units: whole(values.units) }),
  };

  /** A time as a field for the local time wants it, to the second. */
  const local = (time) => {
    if (!time) {
      return '';
    }
    const at = new Date(time);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
  };

  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'of this computer';

  const ruleFields = (sale) => [
    { name: 'name', label: 'Name', value: sale.name, most: 200, note: 'What buyers read.' },
    { name: 'item', label: 'Item', value: sale.item || 'car', most: 64, note: 'What a unit is.' },
    { name: 'allotment', label: 'Units in all', value: sale.allotment, mode: 'numeric', note: 'What is sold included.' },
    { name: 'picture', label: 'Picture', value: sale.picture, most: 500, note: 'An https address, or a path; may be empty.' },
    { name: 'opensAt', label: 'Opens', type: 'datetime-local', value: local(sale.opensAt), note: `Time zone ${zone}; empty: at once.` },
    { name: 'closesAt', label: 'Closes', type: 'datetime-local', value: local(sale.closesAt), note: 'Empty: when you close it.' },
    { name: 'perBuyer', label: 'Units for one buyer', value: sale.perBuyer || '', mode: 'numeric', note: 'Empty: no limit.' },
    {
      name: 'perOrder',
      label: 'Units in one order',
      value: sale.perOrder < NO_LIMIT ? sale.perOrder : '',
      mode: 'numeric',
      note: 'Empty: no limit.',
    },
    { name: 'holdFor', label: 'Seconds to pay', value: sale.holdFor || '', mode: 'numeric', note: 'Empty: sold at once.' },
    { name: 'holdMax', label: 'Seconds at most', value: sale.holdMax || '', mode: 'numeric', note: 'With every extension.' },
    { name: 'cancellable', label: 'May be cancelled after payment', type: 'checkbox', value: sale.cancellable },
  ];

  /** A time of a field; the exact one of before if the field was not touched. */
  const instant = (text, before) => {
    if (text === '') {
      return null;
    }
    return before && text === local(before) ? before : new Date(text).toISOString();
  };

  const number = (text, none) => (text.trim() === '' ? none : whole(text));

  /** The sale as the fields have it, for a PUT. What was not touched is as the sale has it now, not as it was. */
  const asked = (values, sale, touched) => {
    const picture = values.picture.trim() || null;
    const holdFor = number(values.holdFor, 0);
    return {
      name: values.name.trim(),
      item: values.item.trim(),
      allotment: sale.allotment !== undefined && !touched.has('allotment') ? sale.allotment : whole(values.allotment),
      opensAt: instant(values.opensAt, sale.opensAt),
      closesAt: instant(values.closesAt, sale.closesAt),
      perBuyer: number(values.perBuyer, 0),
      perOrder: number(values.perOrder, NO_LIMIT),
      holdFor,
      holdMax: number(values.holdMax, holdFor),
      cancellable: values.cancellable,
      ...(picture || sale.picture !== undefined ? { picture } : {}),
    };
  };

  const problemOf = (values) => {
    for (const name of ['allotment', 'perBuyer', 'perOrder', 'holdFor', 'holdMax']) {
      const isMissing = values[name].trim() === '';
      if (isMissing ? name === 'allotment' : !(whole(values[name]) >= 0)) {
        return { field: name, says: 'This must be a whole number.' };
      }
    }
    const empty = ['name', 'item'].find((name) => values[name].trim() === '');
    return empty ? { field: empty, says: 'This must be there.' } : null;
  };

  const put = (id, body) => ({ method: 'PUT', path: `/api/sales/${encodeURIComponent(id)}`, body });

  const create = {
    title: () => 'Create a sale',
    fields: () => [
      { name: 'sale', label: 'Id', most: 64, note: 'Letters, digits and . _ : - ; part of its addresses, for good.' },
      ...ruleFields({}),
    ],
    says: (sale, values) => {
      if (problemOf(values) || !ID.test(values.sale)) {
        return ['Fill in at least id, name, item and units.'];
      }
      const made = asked(values, {}, new Set());
      const rules = C.rulesOf(made, Date.now()).map(([name, rule]) => `${name}: ${rule}`);
      return [`${made.name} (${values.sale}) offers ${C.count(made.allotment, 'unit')}.`, ...rules];
    },
    problem: (values) =>
      ID.test(values.sale)
        ? problemOf(values)
        : { field: 'sale', says: 'An id has 1 to 64 of letters, digits and . _ : - and begins with a letter or digit.' },
    clash: (values, sales) =>
      sales.has(values.sale) ? { field: 'sale', says: 'There is such a sale already; edit that one.' } : null,
    yes: 'Create',
    done: 'created',
    request: (sale, values) => put(values.sale, asked(values, {}, new Set())),
  };

  const NAMES = { name: 'Name', picture: 'Picture', allotment: 'Units in all' };

  const shown = (sale, serverNow) =>
    new Map([
      [NAMES.name, sale.name],
      [NAMES.picture, sale.picture || 'none'],
      [NAMES.allotment, C.whole(sale.allotment)],
      ...C.rulesOf(sale, serverNow),
    ]);

  const edit = {
    title: (sale) => `Edit ${C.nameOf(sale)}`,
    fields: (sale) => ruleFields(sale),
    says: (sale, values, touched) => {
      if (problemOf(values)) {
        return ['Units must be whole numbers, and name and item must be there.'];
      }
      const now = Date.now();
      const before = shown(sale, now);
      const after = shown(asked(values, sale, touched), now);
      const changes = [...after].filter(([name, value]) => before.get(name) !== value);
      return changes.length === 0
        ? ['Nothing changes yet.']
        : changes.map(([name, value]) => `${name}: ${value}, instead of ${before.get(name)}`);
    },
    problem: problemOf,
    yes: 'Save',
    done: 'changed',
    request: (sale, values, touched) => put(sale.sale, asked(values, sale, touched)),
  };

  C.CHANGES = { create, edit, restock, pause, resume, close };

  /** What may be done to a sale as it is: the changes in the order of their buttons, or why there is none. */
  C.changesOf = (sale) => {
    if (sale.left === undefined) {
      return { changes: [], why: 'It cannot be changed as long as nobody can look at it.' };
    }
    if (sale.state === 'HALTED') {
      return { changes: [], why: 'A halted sale takes no change until it is recovered.' };
    }
    if (sale.state === 'CLOSED' && !(sale.closesAt && Date.parse(sale.closesAt) <= Date.parse(sale.serverTime))) {
      return { changes: [], why: 'A closed sale takes no change.' };
    }
    return { changes: [sale.state === 'PAUSED' ? 'resume' : 'pause', 'restock', 'edit', 'close'], why: '' };
  };
})();
