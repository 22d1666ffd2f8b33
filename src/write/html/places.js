"use strict";
// Values and their places, both ways; this page's script and that of the server (`assets/app.js`) begin with it.
//
// `turn` is told of what is to be seen before it is shown; `link` selects what of an entry takes the focus.
function places({ turn = () => {}, link }) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let flashed = [];
  let clicked = null;
  let next = 0;

  // Marks elements and brings the first into sight; false where there is none.
  function flash(elements, behavior = calm ? "auto" : "smooth") {
    flashed.forEach((element) => element.classList.remove("flash"));
    flashed = [...elements];
    if (flashed.length === 0) return false;
    turn(flashed[0]);
    void document.body.offsetWidth; // lets the animation begin anew
    flashed.forEach((element) => element.classList.add("flash"));
    flashed[0].scrollIntoView({ block: "center", behavior });
    return true;
  }

  // A click on a highlight shows its entry; a further click the next entry that holds the same place.
  function showEntry(segment) {
    const entries = segment.dataset.entries.split(" ");
    next = segment === clicked ? (next + 1) % entries.length : 0;
    clicked = segment;
    const entry = document.getElementById(entries[next]);
    if (!entry) return false;
    flash([entry]);
    (entry.querySelector(link) || entry).focus({ preventScroll: true });
    return true;
  }

  // A click on an entry shows its place in the text.
  function showPlace(id) {
    const segments = document.querySelectorAll(`[data-entries~="${CSS.escape(id)}"]`);
    if (!flash(segments)) return false;
    segments[0].focus({ preventScroll: true });
    return true;
  }

  return { flash, showEntry, showPlace };
}
