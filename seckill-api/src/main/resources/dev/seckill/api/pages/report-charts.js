/* The drawings of the report, made as SVG. Each has a text that says what it shows. */
(() => {
  'use strict';

  const R = window.seckillReport;
  const { svg } = R;

  const CURVE = { height: 250, left: 56, right: 20, top: 18, bottom: 34 };
  /** Between two texts of an axis. */
  const APART = 70;

  /** Round numbers from 0 to the highest, few enough to be read. */
  const ticks = (most, about) => {
    const raw = most / about;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= raw) || 1;
    const whole = Math.max(1, step);
    const found = [];
    for (let value = 0; value <= most; value += whole) {
      found.push(value);
    }
    return found;
  };

  /** Times that people count in: seconds, minutes, hours, days. */
  const timeTicks = (seconds, most) => {
    const step = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200].find(
      (each) => seconds / each <= most
    );
    const whole = step || 86400 * Math.ceil(seconds / 86400 / most);
    const found = [];
    for (let value = 0; value <= seconds; value += whole) {
      found.push(value);
    }
    return found;
  };

  const spoken = (seconds) => {
    if (seconds % 86400 === 0 && seconds > 0) {
      return `${seconds / 86400} d`;
    }
    if (seconds % 3600 === 0 && seconds > 0) {
      return `${seconds / 3600} h`;
    }
    return seconds % 60 === 0 && seconds > 0 ? `${seconds / 60} min` : `${seconds} s`;
  };

  /** The points of what was accepted by when, in seconds and units. */
  R.cumulated = (curve) => {
    const from = Date.parse(curve.steps[0].at);
    const points = [{ seconds: 0, units: 0 }];
    let units = 0;
    for (const step of curve.steps) {
      const begin = (Date.parse(step.at) - from) / 1000;
      points.push({ seconds: begin, units });
      units += step.units;
      points.push({ seconds: begin + curve.stepSeconds, units });
    }
    return points;
  };

  /** What was accepted by when, against what was offered, so many pixels wide. */
  R.curve = (curve, offered, wide) => {
    const points = R.cumulated(curve);
    const last = points[points.length - 1];
    const most = Math.max(last.units, offered, 1);
    const inner = { width: wide - CURVE.left - CURVE.right, height: CURVE.height - CURVE.top - CURVE.bottom };
    const x = (seconds) => CURVE.left + (inner.width * seconds) / last.seconds;
    const y = (units) => CURVE.top + inner.height * (1 - units / most);
    const line = points.map((point) => `${x(point.seconds).toFixed(1)},${y(point.units).toFixed(1)}`);
    const floor = y(0).toFixed(1);
    const right = wide - CURVE.right;
    return svg(
      'svg',
      {
        viewBox: `0 0 ${wide} ${CURVE.height}`,
        role: 'img',
        'aria-label': `${R.count(last.units, 'unit')} were accepted within ${R.span(last.seconds)}.`,
      },
      ticks(most, 4).map((units) => [
        svg('line', { class: 'chart__grid', x1: CURVE.left, x2: right, y1: y(units), y2: y(units) }),
        svg('text', { class: 'chart__text', x: CURVE.left - 8, y: y(units) + 4, 'text-anchor': 'end' }, R.whole(units)),
      ]),
      timeTicks(last.seconds, Math.max(2, Math.floor(inner.width / APART))).map((seconds) =>
        svg(
          'text',
          { class: 'chart__text', x: x(seconds), y: CURVE.height - 12, 'text-anchor': 'middle' },
          spoken(seconds)
        )
      ),
      svg('polygon', {
        class: 'chart__area',
        points: [`${CURVE.left},${floor}`, ...line, `${x(last.seconds).toFixed(1)},${floor}`].join(' '),
      }),
      svg('polyline', { class: 'chart__line', points: line.join(' ') }),
      offered > 0
        ? [
            svg('line', { class: 'chart__mark', x1: CURVE.left, x2: right, y1: y(offered), y2: y(offered) }),
            svg(
              'text',
              { class: 'chart__text', x: CURVE.left + 6, y: y(offered) - 5 },
              `offered: ${R.whole(offered)}`
            ),
          ]
        : null
    );
  };

  /** A bar as long as its part of the longest. */
  R.bar = (part, most, kind) =>
    svg(
      'svg',
      { class: 'bar', 'aria-hidden': 'true', preserveAspectRatio: 'none', viewBox: '0 0 100 10' },
      svg('rect', { class: 'bar__ground', width: 100, height: 10 }),
      svg('rect', {
        class: `bar__part bar__part--${kind}`,
        width: most > 0 && part > 0 ? Math.max(0.8, (100 * part) / most) : 0,
        height: 10,
      })
    );

  /** Parts of a whole, one behind the other. */
  R.parts = (parts, label) => {
    const all = parts.reduce((sum, part) => sum + part.value, 0);
    let begin = 0;
    return svg(
      'svg',
      { class: 'bar bar--whole', role: 'img', 'aria-label': label, preserveAspectRatio: 'none', viewBox: '0 0 100 10' },
      svg('rect', { class: 'bar__ground', width: 100, height: 10 }),
      parts.map((part) => {
        const width = all > 0 ? (100 * part.value) / all : 0;
        const made = svg('rect', { class: `bar__part bar__part--${part.kind}`, x: begin, width, height: 10 });
        begin += width;
        return made;
      })
    );
  };
})();
