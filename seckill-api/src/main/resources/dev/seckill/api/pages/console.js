"use strict";
(() => {
  // The console page.
})();
