// Passkeys: asks the server what to sign, the authenticator to sign it, and posts the answer as an ordinary form.
const supported = typeof PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

for (const form of document.querySelectorAll('form[data-passkey]')) {
  const words = form.querySelector('[role=status]');
  if (!supported) {
    form.nextElementSibling?.removeAttribute('hidden');
    continue;
  }
  form.hidden = false;
  form.addEventListener('submit', async event => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    words.textContent = form.dataset.busy;
    try {
      const answer = await fetch(form.dataset.url, {
        method: 'POST',
        headers: { RequestVerificationToken: form.querySelector('[name=__RequestVerificationToken]').value },
        redirect: 'error',
      });
      if (!answer.ok) throw new Error();
      const json = await answer.json();
      const credential = form.dataset.passkey === 'create'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
      form.querySelector('[name="Passkey.Credential"]').value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      // What went wrong is for the person to read; NotAllowedError is also "cancelled".
      words.textContent = error.name === 'InvalidStateError' ? form.dataset.known : form.dataset.failed;
      button.disabled = false;
    }
  });
}
