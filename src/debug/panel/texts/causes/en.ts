/** What keeps events from arriving and how to mend it, in English. `{name}` stands for a value. */
export const causes = {
  'no-id': ['The tag has no business id, so nothing starts.', 'Add it to the address of the script: {script}?id=…'],
  'wrong-id': [
    '{got} is no business id.',
    'Copy the id again, without spaces: it has only letters, digits, _ and -, and at most 64 of them.',
  ],
  'wrong-option': ['The option {name} is wrong: {got}.', 'Correct or remove it in the tag. Allowed: {allowed}.'],
  'no-endpoint': [
    'The tag does not say where events go.',
    'Add the address of your collector to the tag, as the option endpoint: https://…/v1/events',
  ],
  'not-started': ['Vitrina was not started: {message}', 'Correct the call of initialize in the shop’s code.'],
  csp: [
    'The Content Security Policy of this page blocks {host}.',
    'Add {host} to {directive} in the header Content-Security-Policy of the shop.',
  ],
  mixed: [
    'This page is https and the collector is http, which browsers block.',
    'Give the collector an https address, and write that one into the tag instead of {endpoint}.',
  ],
  'unknown-business': [
    'The collector does not know the business id {id} (401).',
    'Compare the id in the tag with that of your account. Events are kept until it is right, for 7 days at most.',
  ],
  'other-origin': [
    'The collector takes no events from {origin} (403).',
    'Add {origin} to the origins of {id} in the collector.',
  ],
  'not-found': [
    'There is no collector at {endpoint} (404).',
    'Correct the option endpoint in the tag: mostly it ends in /v1/events.',
  ],
  'no-collector': [
    'Something answers at {endpoint}, and it is no collector.',
    'Correct the option endpoint in the tag: mostly it ends in /v1/events.',
  ],
  'switched-off': ['The business {id} is switched off (410).', 'Switch it on in the collector.'],
  busy: [
    'The collector cannot take events at the moment ({status}).',
    'Nothing to do: events are kept and sent again by themselves.',
  ],
  odd: [
    '{endpoint} answers {status}, as no collector should.',
    'Look at what stands between shop and collector: a proxy, a login or a redirect.',
  ],
  blocked: [
    'Something in this browser blocks the requests, most likely an ad blocker.',
    'Switch it off for this shop. To reach visitors who have one, serve the collector from a domain of the shop.',
  ],
  unreachable: [
    'Nothing answers at {host}: the collector is down, or its address is wrong.',
    'Events are kept and sent again by themselves. Check that the collector runs and that the option endpoint is right.',
  ],
  offline: ['This browser has no network.', 'Nothing to do: events are kept, and sent when it is back.'],
  recovering: ['The collector answers again.', 'Nothing to do: what waits is sent soon. “Try again” sends it now.'],
  'consent-pending': [
    'Vitrina waits for the visitor’s consent: nothing is stored or sent before.',
    'Answer the shop’s banner. If nothing changes then, connect the banner by the option consent.',
  ],
  'consent-denied': [
    'The visitor has denied consent, so nothing is stored or sent.',
    'To test, accept in the shop’s banner, or remove consent=denied from the tag if it is there.',
  ],
  preview: ['This is a preview: nothing is sent.', 'Remove vitrina_preview from the address of the page.'],
  twice: ['The tag is on this page twice.', 'Remove the second one: its options ({names}) are ignored.'],
  refused: ['The shop’s code has made a call that was refused.', 'Open the red line below: it says how to call it.'],
  mistakes: ['An event was sent with mistakes.', 'Open the red line below: it says what is wrong.'],
  fine: ['Events arrive at {host}.', ''],
};

/** What each language has. */
export type Causes = Record<keyof typeof causes, readonly string[]>;
