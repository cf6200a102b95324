const { createHmac, timingSafeEqual } = require('node:crypto');

function isFromNotify(secret, headers, body, now = Date.now() / 1000) {
  const id = headers['webhook-id'], timestamp = headers['webhook-timestamp'];
  if (!(Math.abs(now - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = Buffer.from('v1,' + createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64'));
  return headers['webhook-signature'].split(' ')
    .some(given => given.length === expected.length && timingSafeEqual(Buffer.from(given), expected));
}

module.exports = { isFromNotify };
