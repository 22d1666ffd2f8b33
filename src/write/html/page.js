// Without this script the links still lead from entries to their places and back.
(() => {
  const { showEntry, showPlace } = places({ link: "a" });

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
