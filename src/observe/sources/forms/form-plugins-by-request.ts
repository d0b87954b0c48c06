import { quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { Adapter } from '../../adapter.js';
import { hasAjaxForms } from '../../page/detect.js';

/**
 * Whether the form was taken to its end, by what was sent to WordPress under that action and by what it has answered.
 *
 * Gravity Forms: also the steps of a form and a draft are valid, but have no confirmation, or are asked for by a field.
 * https://github.com/pronamic/gravityforms, includes/ajax/class-gf-ajax-handler.php (2026-11)
 *
 * Forminator: a draft, a second factor still to be shown, and a payment still to be confirmed are successes too.
 * https://github.com/superhuit-agency/forminator, assets/js/front/front.submit.js (2026-11)
 */
const TAKEN: Record<string, (data: Values, of: (name: string) => string) => unknown> = {
  gform_submit_form: ({ is_valid, confirmation_type }, of) =>
    is_valid && confirmation_type && /^0?$/.test(of('gform_save') + of('gform_send_resume_link')),
  'forminator_submit_form_custom-forms': ({ type, authentication, secret }) =>
    type !== 'save_draft' && !/^(show|invalid)$/.test(String(authentication)) && !secret,
};

/**
 * The id of a form by what was sent and answered. Of what was sent, only what says which form and which step it is, is read.
 * @param body as the page gave it: a form's data, or text
 */
export const readSubmission = (body: unknown, answer: unknown): string | undefined => {
  const sent = body instanceof FormData ? body : new URLSearchParams(body as string);
  const of = (name: string) => toText(sent.get(name)) ?? '';
  if (!isObject(answer) || answer.success !== true || !isObject(answer.data)) return undefined;
  return TAKEN[of('action')]?.(answer.data, of) ? toText(of('form_id')) : undefined;
};

/**
 * Forms of Forminator, and of Gravity Forms since 2.9 where a developer has let it send them without a page: neither says so
 * in a way that can be heard without jQuery or its own hooks, so the request is heard that they make.
 */
export const wordpressForms = (): Adapter => ({
  name: 'form',
  detect: hasAjaxForms,
  start: (emit, _onPageChange, _memory, { watch }) =>
    watch(
      ({ origin, pathname }, method) =>
        method === 'POST' && origin === location.origin && pathname.endsWith('/admin-ajax.php'),
      quietly(({ body, answer }) => {
        const reference = readSubmission(body, answer);
        if (reference) emit({ type: 'form.completed', confirmed: true, reference });
      }),
    ),
});
