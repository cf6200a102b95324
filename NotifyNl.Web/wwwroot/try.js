// Tries a call from the browser itself: the key signs here and goes nowhere.
const form = document.querySelector('[data-try]');
const [key, call, path, body] = ['sleutel', 'aanroep', 'adres', 'inhoud'].map(name => document.getElementById('proef-' + name));
const [status, answer, line, json] = ['status', 'answer', 'line', 'json'].map(name => form.querySelector(`[data-try-${name}]`));
const bodyField = form.querySelector('[data-try-body]');

const base64 = bytes => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

async function sign(text) {
  const utf8 = new TextEncoder();
  const [service, secret] = [text.slice(-73, -37), text.slice(-36)];
  const content = [{ typ: 'JWT', alg: 'HS256' }, { iss: service, iat: Math.floor(Date.now() / 1000) }].map(part => base64(utf8.encode(JSON.stringify(part)))).join('.');
  const hmac = await crypto.subtle.importKey('raw', utf8.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return `${content}.${base64(new Uint8Array(await crypto.subtle.sign('HMAC', hmac, utf8.encode(content))))}`;
}

function choose() {
  const { method, path: address, body: example } = call.selectedOptions[0].dataset;
  path.value = address;
  body.value = example ?? '';
  bodyField.hidden = method === 'GET' || !example;
}

call.addEventListener('change', choose);
form.addEventListener('submit', async event => {
  event.preventDefault();
  answer.hidden = true;
  if (!/^.+-[0-9a-f-]{36}-[0-9a-f-]{36}$/.test(key.value.trim())) {
    status.textContent = form.dataset.badKey;
    key.focus();
    return;
  }
  // Only our own addresses of version 2, whatever was typed.
  const address = new URL(path.value.trim(), location.origin);
  if (address.origin !== location.origin || !address.pathname.startsWith('/v2/')) {
    path.focus();
    return;
  }
  status.textContent = form.dataset.busy;
  try {
    const begin = performance.now();
    const method = call.selectedOptions[0].dataset.method;
    const response = await fetch(address, {
      method,
      headers: { Authorization: `Bearer ${await sign(key.value.trim())}` },
      body: method === 'GET' || bodyField.hidden ? undefined : body.value,
      credentials: 'omit',
    });
    const text = await response.text();
    line.textContent = `${response.status} · ${Math.round(performance.now() - begin)} ms`;
    try { json.textContent = JSON.stringify(JSON.parse(text), null, 2); } catch { json.textContent = text; }
    status.textContent = '';
    answer.hidden = false;
  } catch {
    status.textContent = form.dataset.noAnswer;
  }
});
choose();
form.hidden = false;
