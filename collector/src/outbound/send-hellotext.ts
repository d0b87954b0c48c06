import type { HellotextAccount } from '../options/collector-options.js';
import type { ClaimedDelivery } from '../store/outbox/types.js';
import type { Row, Store } from '../store/store.js';
import type { Endpoint } from './endpoints.js';
import { isIdempotent, readProblems, toHellotextBody, type Whom } from './hellotext-body.js';
import type { PostAnswer } from './post.js';
import { type Sending, userAgent } from './send-webhook.js';
import { again, askedWait, type Circumstances, dead, delivered, isDownStatus, type Verdict } from './verdict.js';

/** Milliseconds for an answer: three of them together are shorter than the lease of an attempt. */
const patience = 9000;

/** Milliseconds for which an account is left alone whose token is refused. */
const tokenWait = 5 * 60_000;

export interface HellotextSending extends Sending {
  store: Pick<Store, 'profile'>;
}

/** Users of this source are profiles of Hellotext by their own ids, which nobody but a server of the shop can have told. */
const ownSource = 'hellotext';

/**
 * By what Hellotext knows whom an event is about: the event's own session, or else the latest of its user, or the profile at Hellotext that
 * the user is, by name or by an alias.
 */
async function whomOf(store: HellotextSending['store'], event: Row): Promise<Whom | undefined> {
  if (event.session !== null) return { session: event.session };
  if (event.user_id === null) return undefined;
  const { business, user_id, user_source } = event;
  if (user_source === ownSource) return { profile: user_id };
  const found = await store.profile({ business, source: user_source ?? '', user_id });
  const [latest] = [...(found?.sessions ?? [])].sort((one, other) => other.attached_at - one.attached_at);
  if (latest) return { session: latest.session };
  const names = (found?.aliases ?? []).flatMap(({ from, to }) => [from, to]);
  const own = names.find(({ source }) => source === ownSource);
  return own && { profile: own.user_id };
}

/** Why an event of nobody whom Hellotext can know waits, and is dead in the end. */
const unknownWhom = (event: Row): string =>
  event.user_id === null
    ? 'The event names neither a session nor a user, so that Hellotext cannot know whom it is about.'
    : `Hellotext knows people by the sessions of their browsers, and none is known of this user${event.user_source === null ? '' : ` of ${event.user_source}`}: a buyer of a marketplace has none. It is sent once a session is attached to the user, or an alias says which profile of Hellotext (source "${ownSource}") the user is.`;

/**
 * What an answer of the API means:
 *
 * | answer                  | the event                                                        |
 * |-------------------------|------------------------------------------------------------------|
 * | 2xx                     | delivered                                                        |
 * | 400, 403, 404, 413, 422 | refused for good                                                 |
 * | 401                     | waits, and with it all others: the token is wrong                |
 * | any other               | waits                                                            |
 * | none, nothing was sent  | waits                                                            |
 * | none                    | waits if the API stores it once, else given up: it may be there  |
 */
function judge(answer: PostAnswer, circumstances: Circumstances, mayRepeat: boolean): Verdict {
  const { status, error, isSent } = answer;
  if (status === null) {
    const reason = error ?? 'There was no answer.';
    if (isSent && !mayRepeat)
      return dead(null, `It is not known whether Hellotext has got it, and it would count it twice: ${reason}`);
    return again({ status, error: reason }, circumstances, { isDown: true });
  }
  if (status >= 200 && status < 300) return delivered(status);
  const said = `Hellotext has answered ${status}${readProblems(answer.text)}.`;
  if ([400, 403, 404, 413, 422].includes(status)) return dead(status, said);
  if (status === 401) {
    const reason = `${said} The token is not right, or not valid any more.`;
    return again({ status, error: reason }, circumstances, { asked: tokenWait, isDown: true });
  }
  const asked = askedWait(answer, circumstances.now);
  return again({ status, error: said }, circumstances, { asked, isDown: isDownStatus(status) });
}

/** Sends an event to Hellotext by the account's private token. The API takes one event at a time, and has no ids of events. */
export async function sendHellotext(
  { event, isRepeat }: ClaimedDelivery,
  { url }: Endpoint,
  { token, business, resend = false }: HellotextAccount,
  { store, post, mayBeLocal, signal, circumstances }: HellotextSending,
): Promise<Verdict> {
  const mayRepeat = resend || isIdempotent(event);
  if (isRepeat && !mayRepeat) {
    return dead(
      null,
      'The collector was stopped amid an attempt. Hellotext may have got it, and would count it twice.',
    );
  }
  const whom = await whomOf(store, event);
  if (!whom) {
    // Nothing can be added to an event that names nobody.
    if (event.user_id === null) return dead(null, unknownWhom(event));
    return again({ status: null, error: unknownWhom(event) }, { ...circumstances, now: circumstances.now() });
  }

  const ask = (path: string, key: string, body: object) =>
    post({
      url: url + path,
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'User-Agent': userAgent,
        Authorization: `Bearer ${key}`,
      },
      body: JSON.stringify(body),
      timeout: patience,
      mayBeLocal,
      signal,
    });

  const body = toHellotextBody(event, whom);
  let answer = await ask('/attribution/events', token, body);
  const isUnknown = answer.status === 404 && /"parameter"\s*:\s*"session"/.test(answer.text);
  if (isUnknown && business !== undefined && 'session' in whom) {
    const announced = { ...whom, at: new Date(circumstances.now()).toISOString(), utm_params: {} };
    const { status } = await ask('/public/acks', business, announced);
    if (status !== null && status >= 200 && status < 300) answer = await ask('/attribution/events', token, body);
  }
  return judge(answer, { ...circumstances, now: circumstances.now() }, mayRepeat);
}
