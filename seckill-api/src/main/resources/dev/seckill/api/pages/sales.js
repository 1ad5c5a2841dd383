/*
 * The list of sales: times in the buyer's own language and zone, with a countdown by the server's clock. When a sale opens,
 * the list is loaded again, by chance a little later for each buyer.
 */
(() => {
  "use strict";

  const texts = JSON.parse(document.getElementById("texts").textContent);
  const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  const loadedAt = Date.now();
  const DAY = 86400000;

  const openings = [...document.querySelectorAll("time")].map((element) => {
    element.textContent = texts["time.opens"].replace("{text}", format.format(new Date(element.dateTime)));
    const countdown = element.parentElement.appendChild(document.createElement("b"));
    countdown.className = "figure sales__countdown";
    const opensAt = Date.parse(element.dateTime) - Date.parse(element.dataset.now) + loadedAt;
    return { countdown, opensAt };
  });

  const two = (n) => String(Math.floor(n) % 60).padStart(2, "0");

  function tick() {
    openings.forEach(({ countdown, opensAt }) => {
      const seconds = Math.max(0, Math.ceil((opensAt - Date.now()) / 1000));
      countdown.textContent =
        seconds * 1000 < DAY ? `${Math.floor(seconds / 3600)}:${two(seconds / 60)}:${two(seconds)}` : "";
    });
  }

  let isOld = false; // a sale has opened

  /** Nobody looks at a hidden tab, which waits with it. */
  function renew() {
    if (!document.hidden && (isOld || Date.now() - loadedAt > 60000)) {
      location.reload();
    }
  }

  function opened() {
    isOld = true;
    renew();
  }

  const next = Math.min(...openings.map((opening) => opening.opensAt)) - loadedAt;
  if (next < DAY) {
    setTimeout(opened, Math.max(0, next) + 1000 + 4000 * Math.random());
  }
  document.addEventListener("visibilitychange", renew);
  setInterval(tick, 500);
  tick();
})();
