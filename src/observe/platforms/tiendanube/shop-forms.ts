import { attempt, quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact } from '../../../facts/fact.js';
import type { Stop } from '../../../types/tracker.js';
import type { Across, Emit, AnsweredRequest, RequestWatch } from '../../adapter.js';

/** The messages that a page shows after a form was accepted, by the hidden `type` of the form. */
const SUCCESSES: Record<string, string> = {
  contact: '[data-component="contact-success-message"]',
  order_cancellation: '[data-component="order-cancellation-success-message"]',
};
const NEWSLETTERS = '[data-store="newsletter-form"],[name="type"][value="newsletter"]';

const isKnown = (type: unknown): type is string =>
  typeof type === 'string' && (type === 'newsletter' || Object.keys(SUCCESSES).includes(type));

/** The message that a form of that type was accepted, if the page shows one. */
const findSuccess = (type: string): Element | null | undefined => {
  const selector = SUCCESSES[type];
  if (selector) return document.querySelector(selector);
  // Any form may show such a message, so only a message beside the newsletter's form counts.
  return [...document.querySelectorAll(NEWSLETTERS)]
    .map((element) => (element.closest('form') ?? element).parentElement?.querySelector('.alert-success'))
    .find((message) => message);
};

/** The number of the case, which is the id of the order; `undefined` if the shop does not know the order. */
export const readCase = (text: string): string | undefined => {
  const [, marked, long] = /#\s?(\d+)|\b(\d{5,})\b/.exec(text) ?? [];
  return marked ?? long;
};

/** The `type` in the body of a form; `undefined` if it is none. No other field is read. */
const typeOf = (body: unknown) => attempt(() => new URLSearchParams(body as string).get('type'));

/** The completion of a newsletter's form that was sent without leaving the page; `undefined` if it was not accepted. */
export const readForm = ({ body, answer }: Pick<AnsweredRequest, 'body' | 'answer'>): Fact | undefined =>
  typeOf(body) === 'newsletter' && isObject(answer) && answer.success === true
    ? { type: 'form.completed', confirmed: true, reference: 'newsletter' }
    : undefined;

/**
 * Reports the completed forms that every shop has. They are sent to `/winnie-pooh` with a hidden `type`. The next page shows whether
 * the form was accepted, so the type is kept for it.
 * @param refunds whether a form for cancelling an order is reported as `refund.requested`
 */
export const watchForms = (emit: Emit, { watch }: RequestWatch, last: Across<string>, refunds: boolean): Stop => {
  const lookBack = quietly(() => {
    const type = last.read();
    last.forget();
    const success = isKnown(type) && findSuccess(type);
    if (!success) return;
    if (type !== 'order_cancellation') emit({ type: 'form.completed', confirmed: true, reference: type });
    else if (refunds)
      emit({ type: 'refund.requested', confirmed: true, reference: readCase(success.textContent ?? '') });
  });

  const keep = quietly(({ target }: Event) => {
    const form = target as HTMLFormElement;
    // An input may be named `action`, and the newsletter's form removes its own attribute as it is sent.
    if (!/winnie-pooh/.test(form.getAttribute('action') ?? '') && !form.querySelector('[name="winnie-pooh"]')) return;
    const type = form.querySelector<HTMLInputElement>('input[type="hidden"][name="type"]')?.value ?? '';
    if (isKnown(type)) last.keep(type);
  });

  lookBack();
  return all([
    // While capturing, before the form changes itself.
    listen(document, 'submit', keep, { capture: true }),
    watch(
      // `conta`: the page of the contact form, in the languages of the shops.
      (url, method) => method === 'POST' && url.origin === location.origin && /winnie-pooh|conta/.test(url.pathname),
      (request) => {
        const fact = readForm(request);
        if (!fact) return;
        last.forget();
        emit(fact);
      },
    ),
  ]);
};
