// npm install notifications-node-client
const { NotifyClient } = require('notifications-node-client');

const client = new NotifyClient('@@BASE@@', process.env.NOTIFY_API_KEY);
client.sendSms('f33517ff-2a88-4f6e-b855-c550268ce08a', '0699000001', { personalisation: { naam: 'Ans' }, reference: 'zaak-12' })
  .then(sent => console.log(sent.data.id))
  .catch(error => console.error(error.response.data.errors));
