/*
 * The receipt of an order: fetched as soon as the order is accepted, so that the buyer has it whatever becomes of the shop,
 * and once more when the proof can be in it.
 */
(() => {
  "use strict";

  const { request, pause, sleep, isPassing } = window.seckill;
  const TRIES_MAX = 12;

  /**
   * What the proof says of the order: "order" if it stands where the receipt says, "other" if something else stands there,
   * which breaks the shop's word; null if there is none. Whether the signatures hold is for a verifier to say.
   */
  function shown({ receipt, proof }) {
    const found = proof === null ? null : /\nextra (\S+)\n/.exec(proof);
    if (!found) {
      return null;
    }
    const leaf = receipt.slice(0, receipt.lastIndexOf("\n\n") + 1);
    return found[1] === btoa(leaf) ? "order" : "other";
  }

  /** As a file: what the server wrote, which JSON.stringify writes in the same way. */
  function file(saleId, body) {
    const no = /^no (\d+)$/m.exec(body.receipt)[1];
    const name = `${saleId.replace(/:/g, "-")}-${no}.receipt.json`;
    return { name, text: JSON.stringify(body), shows: shown(body) };
  }

  /**
   * Asks until there is one.
   *
   * @param isGood whether a file is the one to wait for
   * @returns resolves to the file; null if there is none to be had
   */
  async function ask(saleId, orderId, isWanted, isGood, first, most) {
    const path = `/api/sales/${encodeURIComponent(saleId)}/orders/${encodeURIComponent(orderId)}/receipt`;
    for (let n = 0; n < TRIES_MAX && isWanted(); n++) {
      const reply = await request(path);
      const found = reply.status === 200 && reply.body ? file(saleId, reply.body) : null;
      if (found && isGood(found)) {
        return found;
      }
      if (!found && reply.status !== 202 && !isPassing(reply.status)) {
        return null;
      }
      await sleep(Math.max(pause(n, first, most), reply.retryAfter));
    }
    return null;
  }

  /**
   * Asks until the order is in the log, and on until the file shows what stands in the order's place.
   *
   * @param kept the file that the page has already, or undefined
   * @param hasProofs whether the server gets any
   * @param isWanted whether the page still is about the order
   * @param take is given each file that is better than the one before: {name, text, shows}
   */
  async function receipt(saleId, orderId, { kept, hasProofs, isWanted, take }) {
    let newest = kept;
    if (!newest) {
      newest = await ask(saleId, orderId, isWanted, () => true, 500, 20000);
      if (newest && isWanted()) {
        take(newest);
      }
    }
    if (newest && !newest.shows && hasProofs) {
      await sleep(pause(0, 3000, 3000)); // it has to be stored first, and a tree is signed each second
      const whole = await ask(saleId, orderId, isWanted, (found) => found.shows !== null, 3000, 60000);
      if (whole && isWanted()) {
        take(whole);
      }
    }
  }

  window.seckill.receipt = receipt;
})();
