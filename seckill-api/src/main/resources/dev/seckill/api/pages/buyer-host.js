/* The page around, where the buyer page is the frame that embed.js makes. */
(() => {
  "use strict";

  class Host {
    /**
     * @param origins of the pages that may have the frame, separated by spaces; empty: none
     * @param greeted gets the buyer's token, or undefined, once such a page has said who it is
     */
    constructor(origins, greeted) {
      this.origins = origins.split(" ").filter((origin) => origin);
      this.origin = null;
      if (this.origins.length > 0) {
        addEventListener("message", (event) => this.hear(event, greeted));
      }
    }

    hear({ source, origin, data }, greeted) {
      if (source === parent && this.origins.includes(origin) && data && data.seckill === "hello") {
        this.origin = origin;
        greeted(data.token);
      }
    }

    /** Whether a page around has yet to say who the buyer is. */
    isAwaited() {
      return this.origins.length > 0 && parent !== window && this.origin === null;
    }

    tell(message) {
      if (this.origin) {
        parent.postMessage(message, this.origin);
      }
    }

    tellHeight() {
      this.tell({ seckill: "height", height: Math.ceil(document.body.getBoundingClientRect().height) });
    }
  }

  window.seckill.Host = Host;
})();
