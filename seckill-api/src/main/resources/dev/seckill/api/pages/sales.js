/* The list of sales: times as the buyer's own clock and language have them. */
(() => {
  "use strict";
  const texts = JSON.parse(document.getElementById("texts").textContent);
  const time = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  document.querySelectorAll("time").forEach((element) => {
    element.textContent = texts["time.opens"].replace("{text}", time.format(new Date(element.dateTime)));
  });
})();
