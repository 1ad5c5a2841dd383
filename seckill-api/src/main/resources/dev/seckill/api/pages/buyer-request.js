/* What all that the buyer page asks the server has in common: a bound on each wait, and pauses that grow. */
(() => {
  "use strict";

  const REQUEST_WAIT = 10000;

  const sleep = (millis) => new Promise((done) => setTimeout(done, millis));

  /** Before attempt n (0, 1, 2 …): doubles up to a bound, half of it by chance, so that a crowd spreads out. */
  const pause = (n, first, most) => Math.min(most, first * 2 ** n) * (0.5 + Math.random() / 2);

  /** Resolves at an event of the window or after that time, whichever is first. */
  const untilEvent = (name, millis) =>
    new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        removeEventListener(name, end);
        done();
      };
      const timer = setTimeout(end, millis);
      addEventListener(name, end);
    });

  /** Milliseconds that a reply asks to wait for, 0 if it does not. */
  function retryAfter(headers) {
    const value = headers.get("Retry-After");
    const millis = /^\d+$/.test(value) ? value * 1000 : Date.parse(value) - Date.now();
    return millis > 0 ? millis : 0;
  }

  /** Always resolves; status 0: there was no reply in time. `kind` is the kind of problem, as in "sold_out". */
  async function request(path, options) {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), REQUEST_WAIT);
    const sent = performance.now();
    try {
      const reply = await fetch(path, { cache: "no-store", ...options, signal: limit.signal });
      const received = performance.now();
      const isJson = /json/.test(reply.headers.get("Content-Type"));
      const body = isJson ? await reply.json() : null;
      const kind = String((body && body.type) || "").split("#")[1];
      return {
        status: reply.status,
        body,
        kind: kind ? kind.replace(/-/g, "_") : null,
        retryAfter: retryAfter(reply.headers),
        sent,
        received,
      };
    } catch (e) {
      return { status: 0, body: null, kind: null, retryAfter: 0, sent, received: performance.now() };
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whether the same request may well get another answer soon. */
  const isPassing = (status) => [0, 408, 425, 429].includes(status) || status >= 500;

  window.seckill = { request, pause, sleep, untilEvent, isPassing };
})();
