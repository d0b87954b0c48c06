import { attempt } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import type { Adapter } from '../../adapter.js';
import { NEXT_PAGE_TIMEOUT_MS } from '../../page/memory.js';
import { isRefusal } from './is-refusal.js';

const MARK = 'data-vitrina-form';
/** How soon after its form a request is the form's, in ms. */
const REQUEST = 3_000;

interface Submission {
  /** The form's name: the mark's value, or else its id or name. */
  form: string;
  /** Where it went. */
  action: string;
}

const nameOf = (form: Element): string | undefined => {
  const mark = form.closest(`[${MARK}]`)?.getAttribute(MARK);
  if (typeof mark !== 'string') return undefined;
  // A field named `id` or `name` takes the property's place.
  return mark || form.getAttribute('id') || form.getAttribute('name') || 'form';
};

/** An address that is none goes nowhere, unless the page's own script sends the form. */
const toHref = (action: string): string => {
  try {
    return new URL(action, document.baseURI).href;
  } catch {
    return location.href;
  }
};

/** Whether the page that followed shows that the form was not taken. */
const isAskedAgain = (name: string): boolean => {
  const [entry] = performance.getEntriesByType('navigation') as (PerformanceNavigationTiming & {
    // Chrome 109, Firefox 109; not in Safari (2026-11).
    responseStatus?: number;
  })[];
  if ((entry?.responseStatus ?? 0) >= 400) return true;
  return [...document.forms].some(
    (form) => nameOf(form) === name && form.querySelector('[aria-invalid="true"],[role="alert"]'),
  );
};

/**
 * Forms marked with `data-vitrina-form="newsletter"`, once they were taken: when the page that follows has come and does not
 * ask again, or when the request that the page made of it was answered well. What was filled in is never read.
 */
export const markedForms = (): Adapter => ({
  name: 'form',
  detect: () => true,
  start(emit, _onPageChange, { acrossPages }, requests) {
    const last = acrossPages<Submission>(NEXT_PAGE_TIMEOUT_MS);
    const completed = (reference: string) => emit({ type: 'form.completed', confirmed: true, reference });
    let unwatch = () => {};
    let isStopped = false;
    /** The page has sent the form that it has stopped. */
    let isSent = false;
    /** The form that an answer has completed, until the next attempt. */
    let told: string | undefined;

    const arrive = () => {
      const submission = last.read();
      last.forget();
      if (submission && !isAskedAgain(submission.form)) completed(submission.form);
    };
    const { type } = (performance.getEntriesByType('navigation')[0] ?? {}) as { type?: string };
    // Whoever reloads the page or goes back has sent nothing once more.
    if (type === 'reload' || type === 'back_forward') last.forget();
    if (document.readyState !== 'loading') arrive();

    /** The answer of another site is not ours to see: that it was asked is all there is. */
    const leave = () => {
      const submission = last.read();
      if (!submission || submission.action.startsWith(`${location.origin}/`)) return;
      last.forget();
      completed(submission.form);
    };

    /** Keeps where a form goes, for the page that follows. */
    const keep = (form: Element, submitter?: Element | null): Submission | undefined => {
      const name = nameOf(form);
      if (name === undefined || name === told) return undefined;
      const of = (attribute: string) =>
        submitter?.getAttribute(`form${attribute}`) ?? form.getAttribute(attribute) ?? '';
      const submission = { form: name, action: toHref(of('action')) };
      if (/^(_self|_top|_parent)?$/.test(of('target'))) last.keep(submission);
      return submission;
    };

    const submit = (event: SubmitEvent) => {
      const form = event.target;
      told = undefined;
      isSent = false;
      const submission = form instanceof Element && keep(form, event.submitter);
      if (!submission) return;
      const until = Date.now() + REQUEST;
      unwatch();
      unwatch = requests.watch(
        (url, method) =>
          Date.now() < until &&
          (url.href === submission.action || (method !== 'GET' && url.origin === location.origin)),
        ({ status, answer }) => {
          if (isRefusal(status, answer)) return;
          unwatch();
          completed((told = submission.form));
        },
      );
      // Only after the page's own listeners it is known who sends the form.
      setTimeout(() => (event.defaultPrevented ? isSent || last.forget() : unwatch()));
    };

    // Captchas stop a form, and send it later by this, which fires no event. Others may wrap our wrapper, so it stays and goes quiet.
    const { prototype } = HTMLFormElement;
    const { submit: inner } = prototype;
    prototype.submit = function (this: HTMLFormElement, ...given) {
      attempt(() => {
        if (isStopped || !this.isConnected) return;
        isSent = true;
        unwatch();
        keep(this);
      });
      return Reflect.apply(inner, this, given);
    };

    return all([
      () => {
        isStopped = true;
        unwatch();
      },
      // While capturing, before the ledger closes as the page goes away.
      listen(window, 'pagehide', leave, { capture: true }),
      listen(window, 'submit', submit, { capture: true }),
      listen(document, 'DOMContentLoaded', arrive),
    ]);
  },
});
