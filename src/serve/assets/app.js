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

    const { flash, showEntry, showPlace } = places({
      turn: (element) => { const pane = paneOf(element); if (pane) turn(pane); },
      link: "a.to",
    });

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
      if (place && !narrow.matches) flash([place], "auto");
      entry.scrollIntoView({ block: "center" });
      const field = entry.querySelector("form.correction input:not([type=hidden]), form.correction textarea");
      if (field) field.focus({ preventScroll: true });
    }
  });
})();
