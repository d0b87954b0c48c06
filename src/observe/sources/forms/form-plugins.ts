import { quietly } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import { first, toObject, toText } from '../../../facts/values.js';
import type { Adapter } from '../../adapter.js';
import { onTrigger } from '../../page/jquery-events.js';

/** Where HubSpot's older forms speak from, when they are in a frame. */
const HUBSPOT = /^https:\/\/([\w-]+\.)*(hsforms|hubspot)\.(com|net)$/;
/**
 * What Gravity Forms and WPForms show in place of a form that was sent by leaving the page; their ids end with the form's. And
 * what Mailchimp for WordPress makes of the form itself.
 */
const CONFIRMATIONS =
  '[id^="gform_confirmation_wrapper_"],.wpforms-confirmation-container-full[id],.mc4wp-form-success[data-id]';

const FLUENT = 'fluentform_submission_success';

const idOfFluent = (said: unknown) => toObject(toObject(said).config).id;
const targetOf = (event: unknown, selector: string): Element | null | undefined => {
  const target = event && (event as Event).target;
  return target instanceof Element ? target.closest(selector) : undefined;
};

/** The id of a Ninja form by its answer; nothing where that names mistakes. */
export const readNinja = (response: unknown, id: unknown): string | undefined => {
  const answer = toObject(response);
  const { data, errors } = toObject(answer.response);
  return Object.keys((errors as object | undefined) ?? {}).length
    ? undefined
    : toText(first(id, answer.id, toObject(data).form_id));
};

/** The id of an older HubSpot form by its message. */
export const readHubSpot = (
  { data, origin }: Pick<MessageEvent, 'data' | 'origin'>,
  own: string,
): string | undefined => {
  const { type, eventName, id } = toObject(data);
  const isOurs = origin === own || HUBSPOT.test(origin);
  return isOurs && type === 'hsFormCallback' && eventName === 'onFormSubmitted' ? toText(id) : undefined;
};

/**
 * Forms of the plug-ins that are common on WordPress, and of HubSpot, once they were taken. Only the form's id is read, never
 * what was filled in.
 */
export const formPlugins = (): Adapter => {
  /** What the page shows from its beginning was told, also before a new start. */
  let isShown = false;
  return {
    name: 'form',
    detect: () => true,
    start(emit) {
      const completed = (id: unknown) => {
        const reference = toText(id);
        if (reference) emit({ type: 'form.completed', confirmed: true, reference });
      };
      const hear = (target: EventTarget, type: string, idOf: (event: never) => unknown) =>
        listen(
          target,
          type,
          quietly((event: never) => completed(idOf(event))),
        );
      const hearTrigger = (type: string, idOf: (event: unknown, ...values: unknown[]) => unknown) =>
        onTrigger(document, type, (...values) => completed(idOf(values[0], ...values.slice(1))));
      const idOfDetail =
        (name: string) =>
        ({ detail }: CustomEvent) =>
          toObject(detail)[name];

      const look = quietly(() => {
        if (isShown) return;
        isShown = true;
        const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
        // Whoever reloads the page or goes back has sent nothing once more.
        if (entry && entry.type !== 'navigate') return;
        for (const { id, dataset } of document.querySelectorAll<HTMLElement>(CONFIRMATIONS))
          completed(dataset.id ?? /\d+$/.exec(id)?.[0]);
      });
      // What is shown later answers a request, and is heard.
      if (document.readyState !== 'loading') look();

      return all([
        listen(document, 'DOMContentLoaded', look),
        // Contact Form 7.
        hear(document, 'wpcf7mailsent', idOfDetail('contactFormId')),
        // Gravity Forms.
        hearTrigger('gform_confirmation_loaded', (_event, id) => id),
        // WPForms.
        hearTrigger('wpformsAjaxSubmitSuccess', (event) => targetOf(event, 'form')?.getAttribute('data-formid')),
        // Elementor. Others use the same name.
        hearTrigger('submit_success', (event) =>
          targetOf(event, '.elementor-form')?.closest('.elementor-element')?.getAttribute('data-id'),
        ),
        // Ninja Forms.
        hearTrigger('nfFormSubmitResponse', (_event, response, id) => readNinja(response, id)),
        // Fluent Forms, on the form, on the page and to the browser, as it has jQuery or not; once is enough.
        // https://github.com/fluentform/fluentform, resources/assets/public (2026-11)
        hearTrigger(FLUENT, (_event, said) => idOfFluent(said)),
        hear(document, FLUENT, ({ detail }: CustomEvent) => idOfFluent(detail)),
        // Klaviyo. https://developers.klaviyo.com/en/docs/track_klaviyo_form_activity_using_javascript (2026-11)
        hear(window, 'klaviyoForms', ({ detail }: CustomEvent) => {
          const { type, formId } = toObject(detail);
          return type === 'submit' && formId;
        }),
        // HubSpot.
        hear(window, 'message', (event: MessageEvent) => readHubSpot(event, location.origin)),
        hear(window, 'hs-form-event:on-submission:success', idOfDetail('formId')),
      ]);
    },
  };
};
