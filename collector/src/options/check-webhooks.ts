import { actionListPattern } from './action-list.js';
import { insist } from './check.js';
import type { HellotextAccount, Webhook } from './collector-options.js';
import { bytesOfSecret } from './webhook-secret.js';

/** The name under which the deliveries to Hellotext are kept beside those of the webhooks. */
export const hellotextId = 'hellotext';

const idPattern = /^[A-Za-z0-9_-]{1,64}$/;

/** One that signs, and the one that it is to replace. */
const mostSecrets = 2;

/** Shown in place of what nobody should read in an error. */
const hidden = '…';

function checkUrl(name: string, url: string, localReceivers: boolean): void {
  const known = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
  const { protocol = '', hash = '' } = known ?? {};
  const isPossible = hash === '' && (protocol === 'https:' || (localReceivers && protocol === 'http:'));
  // An address may hold a password or a token.
  const shown = known ? `${known.origin}/${hidden}` : url;
  insist(
    name,
    shown,
    isPossible,
    'give an address such as "https://shop.example/webhooks", with https and without a "#"',
  );
}

function checkActions(name: string, actions: string[]): void {
  insist(name, actions, Array.isArray(actions) && actions.length > 0, 'give a list of at least one action');
  for (const action of actions) {
    const isAction = typeof action === 'string' && (action === '*' || actionListPattern.test(action));
    insist(name, action, isAction, 'give an action such as "cart.abandoned", "order.*" for all of an object, or "*"');
  }
}

const checkSwitch = (name: string, value: unknown): void =>
  insist(name, value, value === undefined || typeof value === 'boolean', 'give true or false');

/** @throws {TypeError} with a sentence about an unknown member: a misspelt one would be without effect */
function checkMembers(name: string, given: object, known: string[]): void {
  for (const member of Object.keys(given)) {
    insist(
      `${name}.${member}`,
      hidden,
      known.includes(member),
      `there is no such option; known are ${known.join(', ')}`,
    );
  }
}

/** @throws {TypeError} with a sentence about the first mistake; no sentence shows a secret */
export function checkWebhooks(name: string, webhooks: Webhook[], localReceivers: boolean): void {
  insist(name, hidden, Array.isArray(webhooks), 'give a list of webhooks');
  const ids = new Set([hellotextId]);
  for (const webhook of webhooks) {
    checkMembers(name, Object(webhook) as object, ['id', 'url', 'secrets', 'actions', 'enabled']);
    const { id, url, secrets, actions, enabled } = webhook;
    const isId = typeof id === 'string' && idPattern.test(id);
    insist(`${name}.id`, id, isId, 'an id has 1 to 64 letters, digits, "_" or "-"');
    insist(`${name}.id`, id, !ids.has(id), `each webhook has an id of its own, and "${hellotextId}" is Hellotext's`);
    ids.add(id);
    checkUrl(`${name}.${id}.url`, url, localReceivers);
    const isList = Array.isArray(secrets) && secrets.length > 0 && secrets.length <= mostSecrets;
    insist(`${name}.${id}.secrets`, hidden, isList, 'give a list of one secret, or of two while one is replaced');
    for (const secret of secrets) {
      const isSecret = typeof secret === 'string' && bytesOfSecret(secret) !== undefined;
      const allowed = 'give secrets as "vitrina-collector secret" prints them, whsec_… with 24 to 64 bytes in base64';
      insist(`${name}.${id}.secrets`, hidden, isSecret, allowed);
    }
    checkActions(`${name}.${id}.actions`, actions);
    checkSwitch(`${name}.${id}.enabled`, enabled);
  }
}

/** @throws {TypeError} with a sentence about the first mistake; no sentence shows the token */
export function checkHellotext(name: string, account: HellotextAccount | undefined, localReceivers: boolean): void {
  if (account === undefined) return;
  checkMembers(name, Object(account) as object, ['token', 'actions', 'business', 'apiRoot', 'resend', 'enabled']);
  const { token, actions, business, apiRoot, resend, enabled } = account;
  // It stands in a header.
  const isToken = typeof token === 'string' && /^[\x21-\x7e]{8,500}$/.test(token);
  insist(`${name}.token`, hidden, isToken, 'give the private token of the account in Hellotext');
  checkActions(`${name}.actions`, actions);
  const isId = business === undefined || (typeof business === 'string' && idPattern.test(business));
  insist(`${name}.business`, business, isId, 'give the public id of the account in Hellotext');
  if (apiRoot !== undefined) checkUrl(`${name}.apiRoot`, apiRoot, localReceivers);
  checkSwitch(`${name}.resend`, resend);
  checkSwitch(`${name}.enabled`, enabled);
}
