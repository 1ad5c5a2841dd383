/*
 * The live figures, over a stream of server-sent events. It is read with fetch because the token goes in a header, where
 * EventSource has no place for it.
 */
(() => {
  'use strict';

  const C = window.seckillConsole;

  const ADDRESS = '/api/live';
  const SILENCE_MILLIS = 40000; // the server says something each 5 s at least
  const WAIT_FIRST_MILLIS = 500;
  const WAIT_MOST_MILLIS = 15000;
  const EVENT_CHARS_MAX = 4000000;

  /** Why there is no stream, and whether asking again may help. */
  class NoStream extends Error {
    constructor(message, kind, retryAfterMillis) {
      super(message);
      this.kind = kind;
      this.retryAfterMillis = retryAfterMillis || 0;
    }
  }

  /** Takes a stream of events apart; foreign fields and comments are skipped. */
  C.eventParser = (onEvent) => {
    let rest = '';
    let name = '';
    let data = [];
    const line = (text) => {
      if (text === '') {
        if (data.length > 0) {
          onEvent(name || 'message', data.join('\n'));
        }
        name = '';
        data = [];
        return;
      }
      const colon = text.indexOf(':');
      const field = colon < 0 ? text : text.slice(0, colon);
      const value = colon < 0 ? '' : text.slice(colon + (text[colon + 1] === ' ' ? 2 : 1));
      if (field === 'data') {
        data.push(value);
      } else if (field === 'event') {
        name = value;
      }
    };
    return (chunk) => {
      rest += chunk;
      const lines = rest.split('\n');
      rest = lines.pop();
      if (rest.length > EVENT_CHARS_MAX) {
        throw new NoStream('The server sends more than this page takes.', 'lost');
      }
      lines.forEach((each) => line(each.endsWith('\r') ? each.slice(0, -1) : each));
    };
  };

  const open = async (token, signal) => {
    const reply = await fetch(ADDRESS, {
      headers: { Authorization: `Bearer ${token}`, Accept: 'text/event-stream' },
      cache: 'no-store',
      signal,
    });
    if (reply.ok) {
      return reply.body.getReader();
    }
    const { detail } = await C.problemOf(reply);
    if (reply.status === 401 || reply.status === 403) {
      throw new NoStream(detail, 'refused');
    }
    if (reply.status === 404 || reply.status === 405) {
      throw new NoStream(detail, 'absent');
    }
    throw new NoStream(detail, 'lost', C.retryAfterMillis(reply));
  };

  /** What a reply that is an error says in its own words. */
  C.problemOf = async (reply) => {
    const plain = { type: 'about:blank', detail: `The server answered ${reply.status}.` };
    try {
      const { type, title, detail } = await reply.json();
      return { type, detail: detail || title || plain.detail };
    } catch (notJson) {
      return plain;
    }
  };

  C.retryAfterMillis = (reply) => {
    const seconds = Number(reply.headers.get('Retry-After'));
    return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 300) * 1000 : 0;
  };

  /** Waits, but not past the moment at which the browser is online again. */
  const pause = (millis, signal) =>
    new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        window.removeEventListener('online', done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, millis);
      window.addEventListener('online', done);
      signal.addEventListener('abort', done);
    });

  const read = async (token, outer, onLive) => {
    const inner = new AbortController();
    const end = () => inner.abort();
    outer.addEventListener('abort', end);
    let silence = setTimeout(end, SILENCE_MILLIS);
    try {
      const reader = await open(token, inner.signal);
      const decoder = new TextDecoder();
      const parse = C.eventParser((name, data) => {
        if (name === 'live') {
          onLive(JSON.parse(data));
        }
      });
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return;
        }
        clearTimeout(silence);
        silence = setTimeout(end, SILENCE_MILLIS);
        parse(decoder.decode(value, { stream: true }));
      }
    } finally {
      clearTimeout(silence);
      outer.removeEventListener('abort', end);
      inner.abort();
    }
  };

  const whyLost = (error) => {
    if (error instanceof NoStream) {
      return error.message;
    }
    return navigator.onLine === false ? 'This browser is offline.' : 'The server cannot be reached.';
  };

  /**
   * Follows the figures until it is closed, the token is refused or there is no such stream.
   *
   * on.live(snapshot), on.lost(why, untilMillis), on.refused(why), on.absent(why)
   */
  C.follow = (token, on) => {
    const closing = new AbortController();
    const follow = async () => {
      let failures = 0;
      while (!closing.signal.aborted) {
        let why = 'The server ended the stream.';
        let least = 0;
        try {
          await read(token, closing.signal, (snapshot) => {
            failures = 0;
            on.live(snapshot);
          });
        } catch (error) {
          if (closing.signal.aborted) {
            return;
          }
          if (error instanceof NoStream && error.kind !== 'lost') {
            on[error.kind](error.message);
            return;
          }
          why = whyLost(error);
          least = error.retryAfterMillis || 0;
        }
        if (closing.signal.aborted) {
          return;
        }
        const most = Math.min(WAIT_MOST_MILLIS, WAIT_FIRST_MILLIS * 2 ** failures);
        const wait = Math.max(least, most / 2) + (Math.random() * most) / 2;
        failures = Math.min(failures + 1, 10);
        on.lost(why, Date.now() + wait);
        await pause(wait, closing.signal);
      }
    };
    follow();
    return { close: () => closing.abort() };
  };
})();
