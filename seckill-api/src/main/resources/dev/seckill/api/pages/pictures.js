/* A picture that cannot be had gives way to what is behind it. */
(() => {
  "use strict";
  document.querySelectorAll(".sale__picture img").forEach((picture) => {
    picture.addEventListener("error", () => picture.remove());
    if (picture.complete && picture.naturalWidth === 0) {
      picture.remove();
    }
  });
})();
