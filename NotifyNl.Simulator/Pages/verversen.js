// Brings the live part of the page up to date when the server has something newer. Without JavaScript: reload the page.
const live = document.querySelector('[data-live]');

async function refresh() {
  if (document.hidden) return;
  const response = await fetch(location.href);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const newer = page.querySelector('[data-live]');
  if (newer && newer.dataset.live !== live.dataset.live) {
    live.dataset.live = newer.dataset.live;
    live.replaceChildren(...newer.childNodes);
  }
}

if (live) {
  // A stand-in that was stopped comes back later: keep trying.
  setInterval(() => refresh().catch(() => {}), 1500);
}
