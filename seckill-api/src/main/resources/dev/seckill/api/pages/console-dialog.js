/*
 * The dialog in which a change is confirmed. It has one Idempotency-Key for as long as it is open and nothing else is
 * asked, so that pressing twice, or again after a lost reply, makes the change once.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;
  const { el, say } = C;

  const ANSWER_MILLIS = 20000;

  const newKey = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

  /** Gives a field its value, unless it has it: that would move the cursor. */
  const fill = (input, value) => {
    const text = value === undefined || value === null ? '' : String(value);
    if (input.type === 'checkbox') {
      input.checked = Boolean(value);
    } else if (input.value !== text) {
      input.value = text;
    }
  };

  const field = (spec) => {
    const id = `field-${spec.name}`;
    const isBox = spec.type === 'checkbox';
    const input = el('input', {
      id,
      name: spec.name,
      type: spec.type || 'text',
      inputmode: spec.mode || null,
      maxlength: spec.most || null,
      step: spec.type === 'datetime-local' || spec.type === 'number' ? '1' : null,
      autocomplete: 'off',
      'aria-describedby': `${id}-note ${id}-error`,
    });
    fill(input, spec.value);
    return el(
      'div',
      { class: isBox ? 'field field--box' : 'field' },
      el('label', { for: id }, spec.label),
      input,
      el('span', { class: 'field__note', id: `${id}-note` }, spec.note || ''),
      el('span', { class: 'field__error', id: `${id}-error` }),
    );
  };

  const UNAUTHORIZED = ' This token may look, but not change sales: sign in with a token of an operator.';
  const NO_ROUTE = ' This API was started without tokens of operators, so nobody can change a sale through it.';
  const UNKNOWN = ' It may have been done nevertheless; trying again does it no second time.';

  const isNoRoute = (reply, type) => (reply.status === 404 || reply.status === 405) && type === 'about:blank';

  /** What became of a request: done, refused (it was not done), or unknown. */
  const send = async (request, token, key) => {
    const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': key };
    if (request.body) {
      headers['Content-Type'] = 'application/json';
    }
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), ANSWER_MILLIS);
    try {
      const reply = await fetch(request.path, {
        method: request.method,
        headers,
        body: request.body ? JSON.stringify(request.body) : undefined,
        signal: abort.signal,
      });
      if (reply.ok) {
        return { kind: 'done', isPending: reply.status === 202, sale: await reply.json() };
      }
      const { type, detail } = await C.problemOf(reply);
      const hint = reply.status === 401 ? UNAUTHORIZED : isNoRoute(reply, type) ? NO_ROUTE : '';
      return { kind: reply.status >= 500 ? 'unknown' : 'refused', says: detail + hint };
    } catch (error) {
      return { kind: 'unknown', says: abort.signal.aborted ? 'There is no answer yet.' : 'The server cannot be reached.' };
    } finally {
      clearTimeout(timer);
    }
  };

  /** Asks for one change at a time. */
  C.ChangeDialog = class {
    /** @param on token(), sales(), serverNow(), done(text, sale) */
    constructor(on) {
      this.on = on;
      this.unanswered = new Map(); // by sale, what adds something and may have been done
      this.dialog = C.byId('confirm');
      this.form = C.byId('confirm-form');
      this.fields = C.byId('confirm-fields');
      this.what = C.byId('confirm-what');
      this.problem = C.byId('confirm-problem');
      this.yes = C.byId('confirm-yes');
      this.no = C.byId('confirm-no');
      this.no.addEventListener('click', () => this.dialog.close());
      this.dialog.addEventListener('cancel', (event) => this.isBusy && event.preventDefault());
      this.form.addEventListener('submit', (event) => {
        event.preventDefault();
        this.submit();
      });
      this.fields.addEventListener('input', (event) => {
        this.touched.add(event.target.name);
        this.key = newKey();
        this.blame(null);
        this.write();
      });
      // What clears or fills a field without typing says only this.
      this.fields.addEventListener('change', (event) => this.touched.add(event.target.name));
    }

    /** Opens it; sale is what it is about, {} for a new one. */
    ask(name, sale) {
      const change = C.CHANGES[name];
      Object.assign(this, { change, sale, key: newKey(), touched: new Set() });
      say(C.byId('confirm-title'), change.title(sale));
      const specs = change.fields ? change.fields(sale) : [];
      this.fields.replaceChildren(...specs.map(field));
      this.fields.dataset.many = specs.length > 2 ? 'yes' : 'no';
      this.fields.hidden = specs.length === 0;
      this.dialog.dataset.action = name;
      this.yes.classList.toggle('button--danger', Boolean(change.isFinal));
      this.lock(false);
      this.busy(false);
      this.blame(null);
      this.takeUp();
      this.write();
      this.dialog.showModal();
      const first = this.fields.querySelector('input');
      (first && !this.request ? first : this.no).focus();
    }

    /** Goes on with a change that nobody knows the end of, so that asking anew does not make it twice. */
    takeUp() {
      const before = this.change.isAdding && this.unanswered.get(this.sale.sale);
      if (before) {
        Object.assign(this, { key: before.key, request: before.request });
        this.inputs().forEach((input) => fill(input, before.values[input.name]));
        this.lock(true);
        this.blame({ says: `This was asked before, and nothing is known of its end.${UNKNOWN}` });
      }
    }

    /** Follows the sale while the question is open; so do the fields that were not touched. */
    see(sales) {
      if (this.dialog.open && this.sale.sale && sales.has(this.sale.sale)) {
        this.sale = sales.get(this.sale.sale);
        this.request || this.isBusy || this.follow();
        this.write();
      }
    }

    follow() {
      const specs = this.change.fields ? this.change.fields(this.sale) : [];
      const untouched = new Map(specs.filter((spec) => !this.touched.has(spec.name)).map((spec) => [spec.name, spec.value]));
      this.inputs()
        .filter((input) => untouched.has(input.name))
        .forEach((input) => fill(input, untouched.get(input.name)));
    }

    inputs() {
      return [...this.fields.querySelectorAll('input')];
    }

    values() {
      return Object.fromEntries(this.inputs().map((input) => [input.name, input.type === 'checkbox' ? input.checked : input.value]));
    }

    write() {
      const lines = this.change.says(this.sale, this.values(), this.touched);
      C.keep(
        this.what,
        lines.map((line, at) => [String(at), line]),
        (each) => each[0],
        () => el('p', {}),
        (line, each) => say(line, each[1]),
      );
    }

    blame(problem) {
      for (const input of this.inputs()) {
        const isIt = problem !== null && problem.field === input.name;
        input.toggleAttribute('aria-invalid', isIt);
        isIt && input.setAttribute('aria-invalid', 'true');
        say(C.byId(`${input.id}-error`), isIt ? problem.says : '');
        isIt && input.focus();
      }
      say(this.problem, problem && !problem.field ? problem.says : '');
      this.problem.hidden = !this.problem.textContent;
    }

    async submit() {
      if (this.isBusy) {
        return;
      }
      const values = this.values();
      const wrong =
        (this.change.problem && this.change.problem(values)) || (this.change.clash && this.change.clash(values, this.on.sales()));
      if (wrong) {
        this.blame(wrong);
        return;
      }
      this.blame(null);
      this.busy(true);
      this.request ||= this.change.request(this.sale, values, this.touched);
      const answer = await send(this.request, this.on.token(), this.key);
      this.busy(false);
      this.answered(answer);
    }

    answered(answer) {
      if (this.change.isAdding) {
        const asked = { key: this.key, request: this.request, values: this.values() };
        answer.kind === 'unknown' ? this.unanswered.set(this.sale.sale, asked) : this.unanswered.delete(this.sale.sale);
      }
      this.lock(answer.kind === 'unknown');
      if (answer.kind === 'done') {
        this.dialog.close();
        const pending = answer.isPending ? ' The order log has not acknowledged it yet.' : '';
        this.on.done(`${C.nameOf(answer.sale)} is ${this.change.done}.${pending}`, answer.sale);
        return;
      }
      const more = answer.kind === 'unknown' ? UNKNOWN : '';
      if (answer.kind === 'refused') {
        this.key = newKey();
      }
      this.blame({ says: answer.says + more });
      this.yes.focus();
    }

    /** As long as nobody knows whether it was done, the very same has to be asked again. */
    lock(isLocked) {
      this.request = isLocked ? this.request : null;
      this.fields.disabled = isLocked;
      say(this.yes, isLocked ? 'Try again' : this.change.yes);
    }

    busy(isBusy) {
      this.isBusy = isBusy;
      this.yes.disabled = isBusy;
      this.no.disabled = isBusy;
      this.fields.disabled = isBusy || Boolean(this.request);
      isBusy ? this.yes.setAttribute('aria-busy', 'true') : this.yes.removeAttribute('aria-busy');
      isBusy && say(this.yes, 'Working …');
    }
  };
})();
