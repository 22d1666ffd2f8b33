"use strict";
// Everything works without this script; it adds what links alone cannot: both ways between values and their places
// without a jump, one column at a time on narrow screens, the choice of the theme.
(() => {
  const root = document.documentElement;
  const keep = {
    get: (name) => { try { return localStorage.getItem(name); } catch { return null; } },
    set: (name, value) => { try { localStorage.setItem(name, value); } catch { /* private windows */ } },
  };
  // Before anything is drawn.
  const chosen = keep.get("theme");
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  document.addEventListener("DOMContentLoaded", () => {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;

    const theme = document.getElementById("theme");
    if (theme) {
      const isDark = () => root.dataset.theme
        ? root.dataset.theme === "dark"
        : matchMedia("(prefers-color-scheme: dark)").matches;
      const show = () => { theme.textContent = isDark() ? theme.dataset.light : theme.dataset.dark; };
      theme.hidden = false;
      show();
      theme.addEventListener("click", () => {
        root.dataset.theme = isDark() ? "light" : "dark";
        keep.set("theme", root.dataset.theme);
        show();
      });
    }

    // "/" leads to the search field, as on other sites.
    document.addEventListener("keydown", (event) => {
      const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const field = document.querySelector("input[type=search]");
      if (field) { event.preventDefault(); field.focus(); field.select(); }
    });

    const panes = document.querySelector(".panes");
    if (!panes) return;

    // One column at a time where there is room for one.
    const tabs = [...document.querySelectorAll(".switch a")];
    const narrow = matchMedia("(max-width: 60rem)");
    function turn(id) {
      if (!narrow.matches) return;
      document.querySelectorAll(".pane").forEach((pane) => pane.classList.toggle("on", pane.id === id));
      tabs.forEach((tab) => {
        const on = tab.hash === "#" + id;
        tab.classList.toggle("on", on);
        if (on) tab.setAttribute("aria-current", "true"); else tab.removeAttribute("aria-current");
      });
    }
    function paneOf(element) {
      const pane = element && element.closest(".pane");
      return pane ? pane.id : null;
    }
    root.classList.add("one-pane");
    tabs.forEach((tab) => tab.addEventListener("click", (event) => {
      event.preventDefault();
      turn(tab.hash.slice(1));
      scrollTo(0, 0);
    }));

    let flashed = [];
    let clicked = null;
    let next = 0;

    function flash(elements) {
      flashed.forEach((element) => element.classList.remove("flash"));
      flashed = [...elements];
      if (flashed.length === 0) return false;
      const pane = paneOf(flashed[0]);
      if (pane) turn(pane);
      void document.body.offsetWidth; // lets the animation begin anew
      flashed.forEach((element) => element.classList.add("flash"));
      flashed[0].scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
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
      const link = entry.querySelector("a.to");
      (link || entry).focus({ preventScroll: true });
      return true;
    }

    function showPlace(id) {
      const segments = document.querySelectorAll(`[data-entries~="${CSS.escape(id)}"]`);
      if (!flash(segments)) return false;
      segments[0].focus({ preventScroll: true });
      return true;
    }

    document.addEventListener("click", (event) => {
      if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const segment = event.target.closest("[data-entries]");
      if (segment) {
        if (showEntry(segment)) event.preventDefault();
        return;
      }
      const link = event.target.closest("a[data-place]");
      if (link && showPlace(link.dataset.place)) event.preventDefault();
    });

    // Where the address names an entry, its place is shown beside it.
    const named = decodeURIComponent(location.hash.slice(1));
    const entry = named && document.getElementById(named);
    turn(entry && paneOf(entry) ? paneOf(entry) : "text");
    if (entry && entry.hasAttribute("data-entry")) {
      const place = document.querySelector(`[data-entries~="${CSS.escape(named)}"]`);
      if (place && !narrow.matches) {
        place.classList.add("flash");
        flashed = [place];
        place.scrollIntoView({ block: "center" });
      }
      entry.scrollIntoView({ block: "center" });
      const field = entry.querySelector("form.correction input:not([type=hidden]), form.correction textarea");
      if (field) field.focus({ preventScroll: true });
    }
  });
})();
