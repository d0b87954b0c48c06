import { quietly } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import { ofDocument } from '../../../browser/of-document.js';
import { first, toObject, toText } from '../../../facts/values.js';
import type { Adapter } from '../../adapter.js';
import { onTrigger } from '../../page/jquery-events.js';
import { readNavigation } from '../../page/read-navigation.js';

/** Origins of HubSpot's older forms, if they are in a frame. */
const HUBSPOT = /^https:\/\/([\w-]+\.)*(hsforms|hubspot)\.(com|net)$/;
/**
 * Gravity Forms and WPForms show these in place of a form whose submission loaded a new page. Their ids end with the form's id.
 * Mailchimp for WordPress adds the class to the form itself.
 */
const CONFIRMATIONS =
  '[id^="gform_confirmation_wrapper_"],.wpforms-confirmation-container-full[id],.mc4wp-form-success[data-id]';

const FLUENT = 'fluentform_submission_success';

const idOfFluent = (said: unknown) => toObject(toObject(said).config).id;
const targetOf = (event: unknown, selector: string): Element | null | undefined => {
  const target = event && (event as Event).target;
  return target instanceof Element ? target.closest(selector) : undefined;
};

/** The id of a Ninja form, by the answer to its submission; `undefined` if the answer lists errors. */
export const readNinja = (response: unknown, id: unknown): string | undefined => {
  const answer = toObject(response);
  const { data, errors } = toObject(answer.response);
  return Object.keys((errors as object | undefined) ?? {}).length
    ? undefined
    : toText(first(id, answer.id, toObject(data).form_id));
};

/** The id of an older HubSpot form, by its message; `undefined` for any other message. */
export const readHubSpot = (
  { data, origin }: Pick<MessageEvent, 'data' | 'origin'>,
  own: string,
): string | undefined => {
  const { type, eventName, id } = toObject(data);
  const isOurs = origin === own || HUBSPOT.test(origin);
  return isOurs && type === 'hsFormCallback' && eventName === 'onFormSubmitted' ? toText(id) : undefined;
};

/**
 * Reports completed forms of the plug-ins that are common on WordPress, and of HubSpot. Only the form's id is read, never what was
 * filled in.
 */
export const formPlugins = (): Adapter => {
  /** The confirmations that the page showed as it loaded were reported. Outside of `start`, so that a new start does not repeat them. */
  let hasLooked = false;
  return {
    name: 'form',
    detect: () => true,
    start(emit) {
      const completed = (id: unknown) => {
        const reference = toText(id);
        if (reference) emit({ type: 'form.completed', confirmed: true, reference });
      };
      const onEvent = (target: EventTarget, type: string, idOf: (event: never) => unknown) =>
        listen(
          target,
          type,
          quietly((event: never) => completed(idOf(event))),
        );
      const onJQueryEvent = (type: string, idOf: (event: unknown, ...values: unknown[]) => unknown) =>
        onTrigger(document, type, (...values) => completed(idOf(values[0], ...values.slice(1))));
      const idOfDetail =
        (name: string) =>
        ({ detail }: CustomEvent) =>
          toObject(detail)[name];

      const look = quietly(() => {
        if (hasLooked) return;
        hasLooked = true;
        const entry = readNavigation();
        // A reload or a way back shows the confirmation again, and no form was sent.
        if (entry && entry.type !== 'navigate') return;
        for (const { id, dataset } of document.querySelectorAll<HTMLElement>(CONFIRMATIONS))
          completed(dataset.id ?? /\d+$/.exec(id)?.[0]);
      });
      // A confirmation that is shown later follows a request, whose event is heard below.
      if (ofDocument('readyState') !== 'loading') look();

      return all([
        listen(document, 'DOMContentLoaded', look),
        // Contact Form 7.
        onEvent(document, 'wpcf7mailsent', idOfDetail('contactFormId')),
        // Gravity Forms.
        onJQueryEvent('gform_confirmation_loaded', (_event, id) => id),
        // WPForms.
        onJQueryEvent('wpformsAjaxSubmitSuccess', (event) => targetOf(event, 'form')?.getAttribute('data-formid')),
        // Elementor. Other plug-ins use the same event name.
        onJQueryEvent('submit_success', (event) =>
          targetOf(event, '.elementor-form')?.closest('.elementor-element')?.getAttribute('data-id'),
        ),
        // Ninja Forms.
        onJQueryEvent('nfFormSubmitResponse', (_event, response, id) => readNinja(response, id)),
        // Fluent Forms triggers its event on the form, by jQuery on the page, or natively. The ledger deduplicates them.
        // https://github.com/fluentform/fluentform, resources/assets/public (2026-11)
        onJQueryEvent(FLUENT, (_event, said) => idOfFluent(said)),
        onEvent(document, FLUENT, ({ detail }: CustomEvent) => idOfFluent(detail)),
        // Klaviyo. https://developers.klaviyo.com/en/docs/track_klaviyo_form_activity_using_javascript (2026-11)
        onEvent(window, 'klaviyoForms', ({ detail }: CustomEvent) => {
          const { type, formId } = toObject(detail);
          return type === 'submit' && formId;
        }),
        // HubSpot.
        onEvent(window, 'message', (event: MessageEvent) => readHubSpot(event, location.origin)),
        onEvent(window, 'hs-form-event:on-submission:success', idOfDetail('formId')),
      ]);
    },
  };
};
