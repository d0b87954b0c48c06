import { attempt } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import { ofDocument } from '../../../browser/of-document.js';
import { toObject } from '../../../facts/values.js';
import type { Adapter } from '../../adapter.js';
import { NEXT_PAGE_TIMEOUT_MS } from '../../page/memory.js';
import { readNavigation } from '../../page/read-navigation.js';
import { isRefusal } from './is-refusal.js';

const MARK = 'data-vitrina-form';
/** A request within this time after a submit event belongs to the form. */
const REQUEST_WINDOW_MS = 3_000;

interface Submission {
  /** The form's name: the value of the mark, or else its id or name. */
  form: string;
  /** The address that it was sent to; absolute. */
  action: string;
}

const nameOf = (form: Element): string | undefined => {
  const mark = form.closest(`[${MARK}]`)?.getAttribute(MARK);
  if (typeof mark !== 'string') return undefined;
  // Attributes and not properties, because a field named `id` or `name` replaces the form's property.
  return mark || form.getAttribute('id') || form.getAttribute('name') || 'form';
};

/** The absolute address of an action; the page's own if it is not valid. */
const toHref = (action: string): string => attempt(() => new URL(action, ofDocument('baseURI')).href) ?? location.href;

/** Whether the page after a submission shows that the form was not accepted. */
const isAskedAgain = (name: string): boolean => {
  if ((readNavigation()?.responseStatus ?? 0) >= 400) return true;
  return [...ofDocument('forms')].some(
    (form) => nameOf(form) === name && form.querySelector('[aria-invalid="true"],[role="alert"]'),
  );
};

/**
 * Reports completed forms that are marked with `data-vitrina-form="newsletter"`. A form is complete when the next page has loaded
 * and does not ask again, or when the request that the page's script has made was answered well. What was filled in is never read.
 * @example
 * ```ts
 * import { createShop, markedForms } from 'vitrina/observe';
 *
 * const { plugin } = createShop([markedForms()]);
 * ```
 */
export const markedForms = (): Adapter => ({
  name: 'form',
  detect: () => true,
  start(emit, _onPageChange, { acrossPages }, requests) {
    const last = acrossPages<Submission>(NEXT_PAGE_TIMEOUT_MS);
    const completed = (reference: string) => emit({ type: 'form.completed', confirmed: true, reference });
    let unwatch = () => {};
    let isStopped = false;
    /** The page has prevented the submit event, and then sent the form by `submit()`. */
    let isSent = false;
    /** The form that an answer has completed, until the next submit event. */
    let completedForm: string | undefined;

    const arrive = () => {
      const { form } = toObject(last.read()) as Partial<Submission>;
      last.forget();
      if (form && !isAskedAgain(form)) completed(form);
    };
    const type = readNavigation()?.type;
    // A reload or a way back loads the page again, and no form was sent.
    if (type === 'reload' || type === 'back_forward') last.forget();
    if (ofDocument('readyState') !== 'loading') arrive();

    /** A form that goes to another site counts as completed, because the answer cannot be seen. */
    const leave = () => {
      const { form, action } = toObject(last.read()) as Partial<Submission>;
      if (!form || !action || action.startsWith(`${location.origin}/`)) return;
      last.forget();
      completed(form);
    };

    /** Keeps the form's name and address for the next page; `undefined` if the form is not marked, or is completed already. */
    const keep = (form: Element, submitter?: Element | null): Submission | undefined => {
      const name = nameOf(form);
      if (name === undefined || name === completedForm) return undefined;
      const of = (attribute: string) =>
        submitter?.getAttribute(`form${attribute}`) ?? form.getAttribute(attribute) ?? '';
      const submission = { form: name, action: toHref(of('action')) };
      if (/^(_self|_top|_parent)?$/.test(of('target'))) last.keep(submission);
      return submission;
    };

    const submit = (event: SubmitEvent) => {
      const form = event.target;
      completedForm = undefined;
      isSent = false;
      const submission = form instanceof Element && keep(form, event.submitter);
      if (!submission) return;
      const until = Date.now() + REQUEST_WINDOW_MS;
      unwatch();
      unwatch = requests.watch(
        (url, method) =>
          Date.now() < until &&
          (url.href === submission.action || (method !== 'GET' && url.origin === location.origin)),
        ({ status, answer }) => {
          if (isRefusal(status, answer)) return;
          unwatch();
          completed((completedForm = submission.form));
        },
      );
      // After the page's own listeners: only then it is known whether the browser or the page sends the form.
      setTimeout(() => (event.defaultPrevented ? isSent || last.forget() : unwatch()));
    };

    // Captchas prevent the submit event and later call `submit()`, which dispatches no event. Another script may wrap our wrapper, so
    // it stays and does nothing.
    const { prototype } = HTMLFormElement;
    const { submit: inner } = prototype;
    prototype.submit = function (this: HTMLFormElement, ...values) {
      attempt(() => {
        if (isStopped || !this.isConnected) return;
        isSent = true;
        unwatch();
        keep(this);
      });
      return Reflect.apply(inner, this, values);
    };

    return all([
      () => {
        isStopped = true;
        unwatch();
      },
      // While capturing, so that the fact comes before the ledger's last flush.
      listen(window, 'pagehide', leave, { capture: true }),
      listen(window, 'submit', submit, { capture: true }),
      listen(document, 'DOMContentLoaded', arrive),
    ]);
  },
});
