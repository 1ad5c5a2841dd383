/* The receipt of an order: fetched as soon as the order is accepted, so that the buyer has it whatever becomes of the shop. */
(() => {
  "use strict";

  const { request, pause, sleep, isPassing } = window.seckill;
  const TRIES_MAX = 12;

  /** As a file: what the server wrote, which JSON.stringify writes in the same way. */
  function file(saleId, body) {
    const no = /^no (\d+)$/m.exec(body.receipt)[1];
    return { name: `${saleId.replace(/:/g, "-")}-${no}.receipt.json`, text: JSON.stringify(body) };
  }

  /**
   * Asks until the order is in the log.
   *
   * @param isWanted whether the page still is about the order
   * @returns resolves to {name, text}; null if there is none to be had
   */
  async function receipt(saleId, orderId, isWanted) {
    const path = `/api/sales/${encodeURIComponent(saleId)}/orders/${encodeURIComponent(orderId)}/receipt`;
    for (let n = 0; n < TRIES_MAX && isWanted(); n++) {
      const reply = await request(path);
      if (reply.status === 200 && reply.body) {
        return file(saleId, reply.body);
      }
      if (reply.status !== 202 && !isPassing(reply.status)) {
        return null;
      }
      await sleep(Math.max(pause(n, 500, 20000), reply.retryAfter));
    }
    return null;
  }

  window.seckill.receipt = receipt;
})();
