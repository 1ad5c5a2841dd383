/* The console: signs in, follows the live figures and writes them into the page. */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say, byId } = C;

  const TOKEN = 'seckill.token';
  const TOAST_MILLIS = 15000;
  const REPORT_AGAIN_MILLIS = 30000;

  /** Everything that changes while the page is open. */
  const now = {
    token: sessionStorage.getItem(TOKEN),
    stream: null,
    lost: null,
    live: null,
    sales: new Map(),
    serverAhead: 0,
    attention: new C.Attention(),
    found: { items: [], sums: new Map(), wanted: new Set() },
    shown: null,
    isDrawing: false,
  };

  const serverNow = () => Date.now() + now.serverAhead;

  const trails = new C.Trails({ token: () => now.token, read: () => draw() });

  const dialog = new C.ChangeDialog({
    token: () => now.token,
    sales: () => now.sales,
    done: (text, sale) => {
      toast(text);
      location.hash = `#${sale.sale}`;
    },
  });

  const list = new C.SaleList(draw);
  const alerts = new C.Alerts();
  const histories = new C.Histories();

  const toast = (text) => {
    say(byId('done'), text);
    clearTimeout(now.toast);
    now.toast = setTimeout(() => say(byId('done'), ''), TOAST_MILLIS);
  };

  // Signing in and out

  const signedOut = (why) => {
    now.stream && now.stream.close();
    Object.assign(now, { token: null, stream: null, lost: null, live: null, sales: new Map() });
    now.attention = new C.Attention();
    trails.clear();
    ['attention', 'sales', 'instances'].forEach((id) => byId(id).replaceChildren());
    sessionStorage.removeItem(TOKEN);
    histories.clear();
    hide();
    byId('board').hidden = true;
    byId('sign-out').hidden = true;
    byId('link').hidden = true;
    byId('sign-in').hidden = false;
    say(byId('sign-in-problem'), why || '');
    byId('sign-in-problem').hidden = !why;
    document.title = 'Console';
    byId('token').focus();
  };

  const signIn = (token) => {
    now.token = token;
    now.stream = C.follow(token, { live: seen, lost, refused: signedOut, absent });
    byId('sign-in').hidden = true;
    byId('sign-out').hidden = false;
    byId('link').hidden = false;
    link('connecting', 'Connecting …');
  };

  const absent = () =>
    signedOut(
      'This API has no live figures, because it was started without tokens. Start it with ADMIN_TOKENS=you:TOKEN ' +
        '(a token has at least 16 characters), then sign in with that token.',
    );

  const link = (state, text) => {
    byId('link').dataset.state = state;
    say(byId('link'), text);
  };

  byId('token-form').addEventListener('submit', (event) => {
    event.preventDefault();
    const token = byId('token').value.trim();
    if (!/^[!-~]+$/.test(token)) {
      signedOut('Type or paste a token: letters, digits and signs without a space.');
      return;
    }
    byId('token').value = '';
    sessionStorage.setItem(TOKEN, token);
    signIn(token);
  });

  byId('sign-out').addEventListener('click', () => signedOut(''));

  // What comes in

  const seen = (live) => {
    now.live = live;
    now.lost = null;
    live.sales.forEach(unknown);
    now.sales = new Map(live.sales.map((sale) => [sale.sale, sale]));
    now.serverAhead = Date.parse(live.at) - Date.now();
    histories.see(live);
    look();
  };

  /** Of a sale that nobody could look at yet, no figure is known, not even that it is 0. */
  const unknown = (sale) => {
    if (sale.left === undefined) {
      ['accepted', 'no', 'outbox', 'heldOrders'].forEach((figure) => delete sale[figure]);
    }
  };

  const lost = (why, until) => {
    now.lost = { why, until };
    tell();
    draw();
  };

  /** Looks for what needs attention, which some figures tell only by staying as they are. */
  const look = () => {
    if (now.live && !now.lost) {
      now.found = now.attention.look(now.live, Date.now(), serverNow(), trails.givenUp());
      const [wanted] = now.found.wanted;
      if (wanted && now.sales.get(wanted).book) {
        trails.follow(wanted, now.sales.get(wanted).book.lastNo, Date.now());
      }
    }
    tell();
    draw();
  };

  /** Title and alerts are written at once, because in a hidden tab nothing is drawn. */
  const tell = () => {
    if (now.live) {
      byId('board').hidden = false;
      alerts.write(now.lost ? [connection()] : now.found.items, now.live);
    }
  };

  function draw() {
    if (!now.isDrawing) {
      now.isDrawing = true;
      requestAnimationFrame(() => {
        now.isDrawing = false;
        write();
      });
    }
  }

  // What is written

  const write = () => {
    writeLink();
    if (!now.live) {
      return;
    }
    byId('board').dataset.link = now.lost ? 'lost' : 'live';
    list.write(now.live, now.found.items, chosen());
    writeSale();
    C.writeSystem(now.live, serverNow());
    dialog.see(now.sales);
  };

  const writeLink = () => {
    if (now.lost) {
      const wait = now.lost.until - Date.now();
      const why = now.live ? 'Not connected.' : now.lost.why;
      link('lost', `${why} ${wait > 1500 ? `Again in ${C.countdown(wait)}.` : 'Trying again …'}`);
    } else if (now.live) {
      link('live', `Live, ${C.clock(serverNow())}`);
    }
  };

  const connection = () => ({
    kind: 'connection',
    key: 'connection',
    level: 3,
    title: `Not connected: ${now.lost.why} The figures are those of ${C.clock(now.live.at)}.`,
    todo: 'This page tries again by itself. Sales go on without it.',
  });

  /** The sale that is shown large: the one in the address, or the first. */
  const chosen = () => {
    const named = decodeURIComponent(location.hash.slice(1));
    if (now.sales.has(named)) {
      return named;
    }
    return now.shown && now.sales.has(now.shown.sale) ? now.shown.sale : C.inOrder(now.live.sales, now.found.items)[0]?.sale;
  };

  const hide = () => {
    if (now.shown) {
      now.shown.charts.close();
      now.shown.view.root.remove();
      now.shown = null;
    }
  };

  const show = (sale) => {
    hide();
    const view = new C.SaleView(sale);
    const history = histories.of(sale.sale);
    byId('sale').append(view.root);
    now.shown = {
      sale: sale.sale,
      view,
      charts: new C.Charts(view.charts, history, sale.holdFor > 0 || sale.heldOrders > 0),
      trail: new C.TrailView(view.trail),
      reportAskedAt: -Infinity,
    };
  };

  const writeSale = () => {
    const sale = now.sales.get(chosen());
    if (!sale) {
      return;
    }
    if (!now.shown || now.shown.sale !== sale.sale) {
      show(sale);
    }
    const { view, charts, trail } = now.shown;
    view.write(sale, now.found.sums.get(sale.sale) || [], trails.givenUp().get(sale.sale), serverNow());
    writeControls(view.controls, sale);
    charts.write(sale, serverNow());
    trail.write(trails.of(sale.sale), Boolean(now.live.book));
    if (sale.book && !now.lost) {
      trails.follow(sale.sale, sale.book.lastNo, Date.now());
      askReport(sale.sale, now.shown);
    }
  };

  const writeControls = (parent, sale) => {
    const { changes, why } = C.changesOf(sale);
    const hadFocus = parent.contains(document.activeElement);
    const words = { pause: 'Pause', resume: 'Resume', restock: 'Restock', edit: 'Edit', close: 'Close' };
    C.keep(
      parent,
      [...changes, 'why'],
      (name) => name,
      (name) =>
        name === 'why'
          ? el('p', { class: 'soft small' })
          : el('button', { type: 'button', class: `button button--small button--quiet`, 'data-action': name }, words[name]),
      (child, name) => (name === 'why' ? say(child, why) : (child.disabled = Boolean(now.lost))),
    );
    if (hadFocus && !parent.contains(document.activeElement)) {
      (parent.querySelector('button') || byId('sale-name')).focus(); // what had it is not offered any more
    }
  };

  /** The selling curve from before this page was opened, once for a sale. */
  const askReport = async (sale, shown) => {
    const history = histories.of(sale);
    if (history.begun || Date.now() - shown.reportAskedAt < REPORT_AGAIN_MILLIS) {
      return;
    }
    shown.reportAskedAt = Date.now();
    try {
      const reply = await fetch(`/api/sales/${encodeURIComponent(sale)}/report`, {
        headers: { Authorization: `Bearer ${now.token}` },
        cache: 'no-store',
      });
      if (reply.ok) {
        history.begin(await reply.json());
        draw();
      }
    } catch (unreachable) {
      // Asked again later; the curve then begins with what this page has seen.
    }
  };

  // What is pressed

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button[data-action]');
    if (button) {
      const isNew = button.dataset.action === 'create';
      dialog.ask(button.dataset.action, isNew ? {} : now.sales.get(now.shown.sale));
    }
  });

  window.addEventListener('pagehide', () => now.token && histories.keep());
  window.addEventListener('hashchange', () => draw());

  setInterval(look, 1000);
  if (byId('main').dataset.staff !== 'yes') {
    sessionStorage.removeItem(TOKEN); // there is nobody to sign in
  } else if (now.token) {
    histories.restore();
    signIn(now.token);
  } else {
    byId('sign-in').hidden = false;
  }
})();
