// Small aids on top of pages that work without them.

function prepare(root) {
  for (const form of root.querySelectorAll('form[data-upload]')) form.addEventListener('submit', event => upload(event, form));
  for (const form of root.querySelectorAll('form[data-once]')) form.addEventListener('submit', event => once(event, form));
  // A form that came back with errors: the summary gets the focus, so that it is read first.
  root.querySelector('[data-focus]')?.focus();
}

// An upload shows how far it is. The server's answer is the page to go to.
function upload(event, form) {
  const file = form.querySelector('input[type=file]');
  const bar = form.querySelector('[data-upload-progress]');
  if (!file?.files.length || !bar) return;
  event.preventDefault();
  const [meter, words] = [bar.querySelector('progress'), bar.querySelector('[role=status]')];
  bar.hidden = false;
  form.querySelector('button[type=submit]').disabled = true;
  const address = form.getAttribute('action');
  const request = new XMLHttpRequest();
  request.upload.onprogress = e => { meter.value = e.loaded / e.total; };
  request.upload.onload = () => { meter.removeAttribute('value'); words.textContent = bar.dataset.checking; };
  request.onload = () => {
    const next = request.getResponseHeader('X-Location');
    const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
    if (next) location.assign(next);
    else if (answer.querySelector('main') && request.responseURL === new URL(address, document.baseURI).href) showAgain(answer);
    else location.assign(request.responseURL); // led elsewhere, to sign in for instance
  };
  request.onerror = () => form.submit();
  words.textContent = bar.dataset.uploading;
  request.open('POST', address);
  request.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
  request.send(new FormData(form));
}

// Refused: the answer is this page again, with what is wrong on it.
function showAgain(answer) {
  document.title = answer.title;
  const main = document.importNode(answer.querySelector('main'), true);
  document.querySelector('main').replaceWith(main);
  prepare(main);
}

// A second press on a button that sends does nothing while the first is under way.
function once(event, form) {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = 'yes';
}

prepare(document);
window.addEventListener('pageshow', () => { for (const form of document.querySelectorAll('form[data-once]')) delete form.dataset.sent; });

// What is typed before an island is connected, so that it can take it over.
const typed = new Map();
document.addEventListener('input', event => typed.set(event.target.id, event.target.value), true);
globalThis.notifyTyped = id => typed.get(id) ?? null;

// An island that connects draws its field anew, empty; a press on the button before it has asked what was typed would post it so.
new MutationObserver(changes => {
  for (const node of changes.flatMap(change => [...change.addedNodes])) {
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    for (const field of node.matches('textarea') ? [node] : node.querySelectorAll('.nn-composer textarea')) {
      if (typed.has(field.id)) field.value = typed.get(field.id);
    }
  }
}).observe(document.body, { childList: true, subtree: true });

// What is shown once can be copied by a press.
for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(field.value);
    button.nextElementSibling.textContent = button.dataset.copied;
  });
  field.addEventListener('focus', () => field.select());
}
