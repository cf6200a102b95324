// Every call of the official Node client about text messages, templates and notifications, and the errors they get. Prints what went wrong, or nothing.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(process.argv[2] + "/");
const { NotifyClient } = require("notifications-node-client");
const { url, testKey, teamKey, templateId, senderId, number } = JSON.parse(process.argv[3]);
const client = new NotifyClient(url, testKey);
const team = new NotifyClient(url, teamKey);
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const moment = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/;
const body = "Hello Foo\n\nFunctional Tests make our world a better place";

const sent = await client.sendSms(templateId, number, { personalisation: { name: "Foo" }, reference: "client-ref" });
assert.equal(sent.status, 201);
assert.match(sent.data.id, uuid);
assert.equal(sent.data.content.body, body);
assert.equal(typeof sent.data.content.from_number, "string");
assert.equal(sent.data.reference, "client-ref");
assert.equal(sent.data.template.id, templateId);

const byTeam = await team.sendSms(templateId, number, { personalisation: { name: "Foo" }, smsSenderId: senderId });
assert.equal(byTeam.status, 201);

const got = (await client.getNotificationById(sent.data.id)).data;
for (const key of ["id", "reference", "email_address", "phone_number", "line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "postcode", "type", "status",
  "template", "created_at", "created_by_name", "sent_at", "completed_at"])
  assert.ok(key in got, key);
assert.equal(got.phone_number, number);
assert.equal(got.body, body);
assert.equal(got.type, "sms");
assert.match(got.created_at, moment);

const all = (await client.getNotifications("sms", undefined, "client-ref")).data;
assert.deepEqual(all.notifications.map(n => n.id), [sent.data.id]);
assert.ok(all.links.current.includes("/v2/notifications"));
assert.equal((await client.getNotifications(undefined, undefined, undefined, sent.data.id)).data.notifications.length, 0);

const template = (await client.getTemplateById(templateId)).data;
assert.equal(template.name, "Client Functional test sms template");
assert.equal(template.type, "sms");
assert.ok("letter_contact_block" in template);
assert.deepEqual(template.personalisation, { name: { required: true } });
assert.equal((await client.getTemplateByIdAndVersion(templateId, 1)).data.name, "Example text message template");
assert.ok((await client.getAllTemplates()).data.templates.some(t => t.id === templateId));
assert.equal((await client.getAllTemplates("sms")).data.templates.length, 1);
const preview = (await client.previewTemplateById(templateId, { name: "Foo" })).data;
assert.deepEqual([preview.body, preview.type, preview.version], [body, "sms", 2]);
const [text] = (await client.getReceivedTexts()).data.received_text_messages;
for (const key of ["id", "created_at", "service_id", "notify_number", "user_number", "content"]) assert.equal(typeof text[key], "string", key);
assert.equal((await client.getReceivedTexts(text.id)).data.received_text_messages.length, 0);

await refused(client.sendSms(templateId, "+44 8515 111111", { personalisation: { name: "x" } }), 400, "ValidationError",
  "phone_number Number is not valid – double check the phone number you entered");
await refused(client.sendSms(templateId, number), 400, "BadRequestError", "Missing personalisation: name");
await refused(client.sendSms("geen-id", number), 400, "ValidationError", "template_id is not a valid UUID");
await refused(client.sendEmail(templateId, "a@voorbeeld.nl"), 400, "BadRequestError", "Service is not allowed to send emails");
await refused(client.sendLetter(templateId, { personalisation: { address_line_1: "a" } }), 400, "BadRequestError", "Service is not allowed to send letters");
await refused(client.getNotificationById("00000000-0000-4000-8000-000000000000"), 404, "NoResultFound", "No result found");
await refused(client.getTemplateById("invalid_id"), 400, "ValidationError", "id is not a valid UUID");
await refused(client.getAllTemplates("invalid"), 400, "ValidationError", "type invalid is not one of [sms, email, letter]");
await refused(client.previewTemplateById(templateId, {}), 400, "BadRequestError", "Missing personalisation: name");
await refused(client.getPdfForLetterNotification(sent.data.id), 400, "BadRequestError", "Notification is not a letter");
await refused(team.sendSms(templateId, "0687654321", { personalisation: { name: "x" } }), 400, "BadRequestError",
  "Can’t send to this recipient using a team-only API key");
await refused(new NotifyClient(url, testKey.slice(0, -1) + (testKey.endsWith("0") ? "1" : "0")).getAllTemplates(), 403, "AuthError", "Invalid token: API key not found");

async function refused(call, status, error, message) {
  const failure = await call.then(() => assert.fail("not refused: " + message), e => e);
  if (!failure.response) throw failure;
  let data = failure.response.data;
  if (data instanceof ArrayBuffer || Buffer.isBuffer(data)) data = JSON.parse(Buffer.from(data).toString());
  assert.deepEqual([failure.response.status, data.status_code, data.errors[0].error, data.errors[0].message], [status, status, error, message]);
}
