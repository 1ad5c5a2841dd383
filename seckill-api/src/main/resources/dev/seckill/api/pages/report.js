/*
 * Gets the report, with a token that only this tab keeps, and does what its buttons say. A copy that is saved has the
 * report in it and needs no server.
 */
(() => {
  'use strict';

  const R = window.seckillReport;
  const { byId } = R;

  const TOKEN = 'seckill.token';
  const PROBLEM_LENGTH = 300;

  /** The report in a copy; null in a page of the server, whose address is /sales/…/report. */
  const copy = byId('report') && JSON.parse(byId('report').textContent);
  const sale = copy ? copy.sale : decodeURIComponent(window.location.pathname.split('/')[2]);
  const address = `/api/sales/${encodeURIComponent(sale)}`;
  /** The report that is shown, and what its audit came to. */
  let shown = null;

  const show = (id, isShown) => {
    byId(id).hidden = !isShown;
  };

  const complain = (text) => {
    byId('problem').textContent = text || '';
    show('problem', Boolean(text));
  };

  const askForToken = (text) => {
    sessionStorage.removeItem(TOKEN);
    complain(text);
    show('sheet', false);
    show('sign-in', true);
    byId('token').focus();
  };

  const why = async (reply) => {
    try {
      const problem = await reply.json();
      return String(problem.detail || problem.title).slice(0, PROBLEM_LENGTH);
    } catch (noJson) {
      return `The server answers with status ${reply.status}.`;
    }
  };

  /** A reply that is good; null if it is not, which is told. */
  const get = async (path) => {
    let reply;
    try {
      reply = await fetch(address + path, {
        headers: { Authorization: `Bearer ${sessionStorage.getItem(TOKEN)}` },
        cache: 'no-store',
      });
    } catch (offline) {
      complain('The server can’t be reached. Try again in a moment.');
      return null;
    }
    if (reply.status === 401) {
      askForToken('The token is not good here.');
      return null;
    }
    if (!reply.ok) {
      complain(await why(reply));
      return null;
    }
    complain('');
    return reply;
  };

  /** Does something with a button that says that it is under way. */
  const busy = async (button, work) => {
    if (button.getAttribute('aria-busy') === 'true') {
      return;
    }
    button.setAttribute('aria-busy', 'true');
    try {
      await work();
    } catch (brokenOff) {
      complain('The reply broke off. Try again in a moment.');
    } finally {
      button.removeAttribute('aria-busy');
    }
  };

  /** What strangers can check, as it is signed: null if there is none, undefined if that is not known. */
  const certificate = async () => {
    if (!byId('main').dataset.proofs) {
      return undefined;
    }
    try {
      const reply = await fetch(`${address}/certificate`, { cache: 'no-store' });
      return reply.ok ? await reply.text() : reply.status === 404 ? null : undefined;
    } catch (offline) {
      return undefined;
    }
  };

  const load = async (query) => {
    byId('progress').textContent = 'The report is being made …';
    try {
      const reply = await get(`/report${query || ''}`);
      if (reply) {
        shown = { ...(await reply.json()), audit: shown && shown.audit, certificate: await certificate() };
        show('sign-in', false);
        R.show(shown);
      }
    } finally {
      byId('progress').textContent = '';
    }
  };

  const audit = async () => {
    byId('audit-note').textContent = 'The whole log is being read …';
    const reply = await get('/audit');
    if (reply) {
      shown.audit = await reply.json();
      R.show(shown);
    }
    byId('audit-note').textContent = reply ? 'Checked.' : '';
  };

  const save = (blob, name) => {
    const link = R.el('a', { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  const csv = async () => {
    const reply = await get('/orders.csv');
    if (reply) {
      save(await reply.blob(), `${sale.replaceAll(':', '_')}-orders.csv`);
    }
  };

  const plain = () => load(R.isPlain(shown) ? '' : '?buyers=plain');

  const onClick = (id, work) => byId(id).addEventListener('click', () => busy(byId(id), work));

  const begin = () => {
    onClick('print', async () => window.print());
    onClick('as-json', async () =>
      save(
        new Blob([`${JSON.stringify(shown, null, 2)}\n`], { type: 'application/json' }),
        `${sale.replaceAll(':', '_')}-report.json`
      )
    );
    let width = 0;
    new ResizeObserver(() => {
      if (shown && byId('curve').clientWidth !== width) {
        width = byId('curve').clientWidth;
        R.drawCurve(shown);
      }
    }).observe(byId('curve'));
    if (copy) {
      document.body.classList.add('is-copy');
      shown = copy;
      R.show(shown);
      return;
    }
    document.title = `Report of ${sale}`;
    byId('sign-in-title').textContent = document.title;
    byId('buyers-page').href = `/sales/${encodeURIComponent(sale)}`;
    if (!byId('main').dataset.book) {
      complain('This server has no order book to report from: it was started without --order-book.');
      return;
    }
    onClick('refresh', () => load(R.isPlain(shown) ? '?buyers=plain' : ''));
    onClick('audit', audit);
    onClick('as-csv', csv);
    onClick('plain', plain);
    byId('token-form').addEventListener('submit', (event) => {
      event.preventDefault();
      sessionStorage.setItem(TOKEN, byId('token').value.trim());
      byId('token').value = '';
      busy(event.submitter || byId('token-form'), load);
    });
    if (sessionStorage.getItem(TOKEN)) {
      load().catch(() => complain('The reply broke off. Try again in a moment.'));
    } else {
      show('sign-in', true);
      byId('token').focus();
    }
  };

  begin();
})();
