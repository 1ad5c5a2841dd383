/* Words, numbers and times in the page's language, and how they are put into the page. */
(() => {
  "use strict";

  const lang = document.documentElement.lang;
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const number = new Intl.NumberFormat(lang);
  const time = new Intl.DateTimeFormat(lang, { timeStyle: "medium" });
  const dayAndTime = new Intl.DateTimeFormat(lang, { dateStyle: "medium", timeStyle: "medium" });

  /** The text with that key, and values in its places. */
  const t = (key, values) => texts[key].replace(/\{(\w+)\}/g, (place, name) => values[name]);

  /** A time of day; of another day than today with its date. */
  function when(iso, now) {
    const day = (millis) => new Date(millis).toDateString();
    return (day(iso) === day(now) ? time : dayAndTime).format(new Date(iso));
  }

  const two = (n) => String(n).padStart(2, "0");

  /** A time that is left, as days, hours, minutes and seconds. */
  function parts(millis) {
    const seconds = Math.max(0, Math.ceil(millis / 1000)) || 0;
    return [seconds / 86400, (seconds / 3600) % 24, (seconds / 60) % 60, seconds % 60].map(Math.floor);
  }

  /** The same as in "09:58" or "26:00:00". */
  function digits(millis) {
    const [days, hours, minutes, seconds] = parts(millis);
    return (days + hours > 0 ? `${days * 24 + hours}:` : "") + `${two(minutes)}:${two(seconds)}`;
  }

  /** The same as in "30 seconds" or "5 minutes". */
  function spoken(seconds) {
    const [count, unit] = seconds < 60 ? [seconds, "second"] : [seconds / 60, "minute"];
    return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(count);
  }

  /** What is left of a sale, as exact as a buyer needs it: a figure that changes all the time only worries. */
  function left(sale) {
    if (sale.state === "SCHEDULED") {
      return t("left.offered", { left: number.format(sale.left) });
    }
    if (sale.state === "CLOSED" || sale.state === "HALTED") {
      return "";
    }
    if (sale.left === 0) {
      return t(sale.held > 0 ? "left.held" : "left.none");
    }
    if (sale.left <= 10 || sale.left * 10 <= sale.allotment) {
      return t("left.few");
    }
    const unit = 10 ** (String(sale.left - 1).length - 1);
    return t("left.more", { moreThan: number.format(Math.floor((sale.left - 1) / unit) * unit) });
  }

  /** Sets what is not so yet: a screen reader reads what is set. */
  function say(element, text) {
    if (element.textContent !== text) {
      element.textContent = text;
    }
  }

  function show(element, isShown) {
    element.hidden = !isShown;
  }

  Object.assign(window.seckill, { t, number, when, two, parts, digits, spoken, left, say, show });
})();
