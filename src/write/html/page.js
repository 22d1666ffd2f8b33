"use strict";
// A click on a highlight shows its entry in the record, a further click the next entry that holds the same place.
// A click on an entry shows its place in the text. Without this script the links still lead there.
(() => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let flashed = [];
  let clicked = null;
  let turn = 0;

  function flash(elements) {
    flashed.forEach((element) => element.classList.remove("flash"));
    flashed = [...elements];
    if (flashed.length === 0) return false;
    void document.body.offsetWidth; // lets the animation begin anew
    flashed.forEach((element) => element.classList.add("flash"));
    flashed[0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
    return true;
  }

  function showEntry(segment) {
    const entries = segment.dataset.entries.split(" ");
    turn = segment === clicked ? (turn + 1) % entries.length : 0;
    clicked = segment;
    const entry = document.getElementById(entries[turn]);
    if (!entry) return false;
    flash([entry]);
    (entry.querySelector("a") || entry).focus({ preventScroll: true });
    return true;
  }

  function showPlace(id) {
    const segments = document.querySelectorAll(`[data-entries~="${id}"]`);
    if (!flash(segments)) return false;
    segments[0].focus({ preventScroll: true });
    return true;
  }

  document.addEventListener("click", (event) => {
    const segment = event.target.closest("[data-entries]");
    if (segment) {
      if (showEntry(segment)) event.preventDefault();
      return;
    }
    const link = event.target.closest("a");
    const entry = event.target.closest("[data-place]");
    if (link && !link.hash.startsWith("#at-")) return;
    if (!link && (!entry || String(getSelection()) !== "")) return;
    if (showPlace(link ? link.hash.slice(4) : entry.id)) event.preventDefault();
  });
})();
