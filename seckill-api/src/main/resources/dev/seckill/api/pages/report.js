"use strict";
(() => {
  // The report page.
})();
