import { quietly } from '../../../base/attempt.js';
import { isObject } from '../../../base/json.js';
import { toText } from '../../../facts/values.js';
import type { Values } from '../../../facts/values.js';
import type { Adapter } from '../../adapter.js';
import { hasAjaxForms } from '../../page/detect.js';

/**
 * Whether WordPress has accepted the whole form, by the action that was sent, the answer and the fields of the request.
 *
 * Gravity Forms: the steps of a form and a draft are valid too. They have no confirmation, or a field asks for them.
 * https://github.com/pronamic/gravityforms, includes/ajax/class-gf-ajax-handler.php (2026-11)
 *
 * Forminator: a draft, a missing second factor and an unconfirmed payment are answered as success too.
 * https://github.com/superhuit-agency/forminator, assets/js/front/front.submit.js (2026-11)
 */
const IS_ACCEPTED: Record<string, (data: Values, of: (name: string) => string) => unknown> = {
  gform_submit_form: ({ is_valid, confirmation_type }, of) =>
    is_valid && confirmation_type && /^0?$/.test(of('gform_save') + of('gform_send_resume_link')),
  'forminator_submit_form_custom-forms': ({ type, authentication, secret }) =>
    type !== 'save_draft' && !/^(show|invalid)$/.test(String(authentication)) && !secret,
};

/**
 * The id of an accepted form, by its request and the answer; `undefined` if it was not accepted. Only the fields that name the
 * form and its step are read.
 * @param body as the page passed it: a form's data, or text
 */
export const readSubmission = (body: unknown, answer: unknown): string | undefined => {
  const sent = body instanceof FormData ? body : new URLSearchParams(body as string);
  const of = (name: string) => toText(sent.get(name)) ?? '';
  if (!isObject(answer) || answer.success !== true || !isObject(answer.data)) return undefined;
  return IS_ACCEPTED[of('action')]?.(answer.data, of) ? toText(of('form_id')) : undefined;
};

/**
 * Reports completed forms of Forminator, and of Gravity Forms since 2.9 if a developer has let it send them without a new page.
 * Neither dispatches an event that a listener without jQuery or their own hooks can hear. So their requests are watched.
 */
export const formPluginsByRequest = (): Adapter => ({
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
