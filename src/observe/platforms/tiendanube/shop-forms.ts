import { quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { all, listen } from '../../../browser/listen.js';
import type { Fact } from '../../../facts/fact.js';
import type { Stop } from '../../../types/tracker.js';
import type { Across, Emit, AnsweredRequest, RequestWatch } from '../../adapter.js';

/** What a page shows once a form was taken, by the hidden `type` of the form. */
const SUCCESSES: Record<string, string> = {
  contact: '[data-component="contact-success-message"]',
  order_cancellation: '[data-component="order-cancellation-success-message"]',
};
const NEWSLETTERS = '[data-store="newsletter-form"],[name="type"][value="newsletter"]';

/** Where the shop has said yes to a form of that type. */
const findSuccess = (type: string): Element | null | undefined => {
  const selector = SUCCESSES[type];
  if (selector) return document.querySelector(selector);
  // A message that any form may have: only the one beside the form counts.
  return [...document.querySelectorAll(NEWSLETTERS)]
    .map((element) => (element.closest('form') ?? element).parentElement?.querySelector('.alert-success'))
    .find((message) => message);
};

/** The number of the case, which is the id of the order; nothing where the shop does not know the order. */
export const readCase = (text: string): string | undefined => {
  const [, marked, long] = /#\s?(\d+)|\b(\d{5,})\b/.exec(text) ?? [];
  return marked ?? long;
};

/** The `type` in a form-encoded body; nothing else of it is read. */
const typeOf = (body: unknown): unknown => {
  if (typeof body === 'string') return new URLSearchParams(body).get('type');
  return body instanceof FormData || body instanceof URLSearchParams ? body.get('type') : undefined;
};

/** A yes in the answer to a form that was sent without leaving the page, such as the newsletter's in a pop-up. */
export const readForm = ({ body, answer }: Pick<AnsweredRequest, 'body' | 'answer'>): Fact | undefined =>
  typeOf(body) === 'newsletter' && isObject(answer) && answer.success === true
    ? { type: 'form.completed', confirmed: true, reference: 'newsletter' }
    : undefined;

/**
 * The forms that every shop has. They are sent to `/winnie-pooh` with a hidden `type`, and the page that follows says whether
 * they were taken, so the type is remembered until then.
 */
export const watchForms = (emit: Emit, { watch }: RequestWatch, last: Across<string>, refunds: boolean): Stop => {
  const lookBack = quietly(() => {
    const type = last.read();
    last.forget();
    const success = type && findSuccess(type);
    if (!success) return;
    if (type !== 'order_cancellation') emit({ type: 'form.completed', confirmed: true, reference: type });
    else if (refunds)
      emit({ type: 'refund.requested', confirmed: true, reference: readCase(success.textContent ?? '') });
  });

  const keep = quietly(({ target }: Event) => {
    const form = target as HTMLFormElement;
    // An input may be called `action`, and the newsletter's form takes its own away as it is sent.
    if (!/winnie-pooh/.test(form.getAttribute('action') ?? '') && !form.querySelector('[name="winnie-pooh"]')) return;
    const type = form.querySelector<HTMLInputElement>('input[type="hidden"][name="type"]')?.value ?? '';
    if (type === 'newsletter' || SUCCESSES[type]) last.keep(type);
  });

  lookBack();
  return all([
    // While capturing, before the form changes itself.
    listen(document, 'submit', keep, { capture: true }),
    watch(
      // The page of the contact form, in the languages of the shops.
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
