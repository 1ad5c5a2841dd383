/*
 * Shows a sale in the page of a shop that the API lists (--embed-origins):
 *
 *   <script src="https://sales.example/embed.js" data-sale="spring" data-token="…" data-title="Spring sale"></script>
 *
 * A frame comes after the script, as high as what it shows. data-token, which may be left out, is the buyer's token; it goes
 * to the frame in a message, never in an address. What comes of a purchase is told by an event that bubbles up:
 *
 *   document.addEventListener("seckill:outcome", (event) => …);   // event.detail: {sale, outcome, orderId}
 */
(() => {
  "use strict";

  const script = document.currentScript;
  const { sale, token, title } = script.dataset;
  const origin = new URL(script.src).origin;

  const frame = document.createElement("iframe");
  frame.src = `${origin}/embed/${encodeURIComponent(sale)}`;
  frame.title = title || sale;
  Object.assign(frame.style, { display: "block", width: "100%", height: "28rem", border: "0", colorScheme: "auto" });

  function hear(event) {
    if (event.source !== frame.contentWindow || event.origin !== origin || !event.data) {
      return;
    }
    const { seckill, height, outcome, orderId } = event.data;
    if (seckill === "height" && height > 0) {
      frame.style.height = `${Math.min(height, 4000)}px`;
    } else if (seckill === "outcome") {
      frame.dispatchEvent(new CustomEvent("seckill:outcome", { bubbles: true, detail: { sale, outcome, orderId } }));
    }
  }

  addEventListener("message", hear);
  // Only a frame that really shows the shop's page gets it, because its origin is named.
  frame.addEventListener("load", () => frame.contentWindow.postMessage({ seckill: "hello", token }, origin));
  script.after(frame);
})();
