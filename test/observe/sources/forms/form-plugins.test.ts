import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createRequestWatch } from '../../../../src/observe/page/watch-requests.ts';
import { formPlugins } from '../../../../src/observe/sources/forms/form-plugins.ts';
import { advance, useClock } from '../../../support/harness.ts';
import { startVisit } from '../../support/open-page.ts';
import { newMemory } from '../../support/shop-page.ts';

/*
 * The signals by which plug-ins say that a form was accepted. Their makers document them (Contact Form 7, Gravity Forms,
 * WPForms, HubSpot, Klaviyo), their source has them (Fluent Forms, Mailchimp for WordPress), or many public integrations listen
 * to them (Elementor, Ninja Forms). The values are our own.
 */

beforeEach(() => void useClock());

const SECRET = 'ana.souza@example.com';
const inputs = [{ name: 'your-email', value: SECRET }];

const open = async (html = '') => {
  const visit = startVisit();
  onTestFinished(visit.leave);
  const page = visit.open({ address: 'http://shop.localhost:3000/contact/', html }, [formPlugins()]);
  await advance(10);
  const forms = async () => {
    await advance(5_000);
    expect(JSON.stringify(visit.events())).not.toContain('ana.souza');
    expect(
      visit.events().every(({ action, observed_by }) => action === 'form.completed' && observed_by === 'form'),
    ).toBe(true);
    return visit.events().map(({ object }) => object);
  };
  return { ...page, forms };
};
const at = (selector: string) => document.querySelector(selector)!;
const navigateBy = (type: string) => {
  const { getEntriesByType } = performance;
  performance.getEntriesByType = () => [{ type } as PerformanceNavigationTiming];
  onTestFinished(() => void (performance.getEntriesByType = getEntriesByType));
};

describe('Contact Form 7', () => {
  it('a Contact Form 7 form is completed by the mailsent event, and by no other event', async () => {
    const { forms } = await open('<form class="wpcf7-form"></form>');
    for (const type of ['wpcf7submit', 'wpcf7invalid', 'wpcf7spam', 'wpcf7mailfailed', 'wpcf7mailsent']) {
      const detail = { contactFormId: 123, inputs, apiResponse: { message: SECRET } };
      at('form').dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
    }
    expect(await forms()).toEqual(['123']);
  });
});

for (const name of ['jquery1', 'jquery', 'jquery4']) {
  type JQuery = (target: unknown) => { trigger(type: string, values?: unknown[]): unknown };
  const load = async () => ((await import(name)) as { default: JQuery }).default;

  describe(`form plug-ins with ${name}`, () => {
    it(`a Gravity Forms form is completed by its confirmation (${name})`, async () => {
      const { forms } = await open();
      (await load())(document).trigger('gform_confirmation_loaded', [4]);
      expect(await forms()).toEqual(['4']);
    });

    it(`a WPForms form is completed by a trigger that bubbles from the form (${name})`, async () => {
      const { forms } = await open('<div><form data-formid="31"><input name="email"></form></div>');
      (await load())(at('form')).trigger('wpformsAjaxSubmitSuccess', [{ success: true, data: inputs }]);
      expect(await forms()).toEqual(['31']);
    });

    it(`an Elementor form is completed, and another form with the same trigger is not (${name})`, async () => {
      const { forms } = await open(
        '<div class="elementor-element" data-id="e1f"><form class="elementor-form"></form></div><form id="other"></form>',
      );
      const $ = await load();
      $(at('#other')).trigger('submit_success', [{ data: inputs }]);
      $(at('.elementor-form')).trigger('submit_success', [{ data: inputs }]);
      expect(await forms()).toEqual(['e1f']);
    });

    it(`a Fluent Forms form that succeeds on the form, on the page and in the browser is reported once (${name})`, async () => {
      const { forms } = await open('<form class="frm-fluent-form" data-form_id="3"></form>');
      const $ = await load();
      const said = { form: $(at('form')), config: { id: 3, settings: {} }, response: { data: inputs } };
      $(at('form')).trigger('fluentform_submission_success', [said]);
      $(document.body).trigger('fluentform_submission_success', [said]);
      document.body.dispatchEvent(
        new CustomEvent('fluentform_submission_success', { bubbles: true, detail: { ...said, form: at('form') } }),
      );
      expect(await forms()).toEqual(['3']);
    });

    it(`a Ninja Forms form is completed, unless its answer names errors (${name})`, async () => {
      const { forms } = await open();
      const $ = await load();
      const answer = (id: number, errors: unknown) => ({
        response: { data: { form_id: id, fields: inputs }, errors },
        id,
      });
      $(document).trigger('nfFormSubmitResponse', [answer(1, { fields: { 2: 'required' } }), 1]);
      $(document).trigger('nfFormSubmitResponse', [answer(2, []), 2]);
      $(document).trigger('nfFormSubmitResponse', [{ response: { data: { form_id: 3 } } }]);
      expect(await forms()).toEqual(['2', '3']);
    });
  });
}

describe('confirmation on the next page', () => {
  const html =
    '<div class="wpforms-confirmation-container-full" id="wpforms-confirmation-31">Thanks</div>' +
    '<div id="gform_confirmation_wrapper_4" class="gform_confirmation_wrapper">Thanks</div>' +
    '<form id="mc4wp-form-1" class="mc4wp-form mc4wp-form-90 mc4wp-form-submitted mc4wp-form-success" data-id="90"></form>' +
    '<form id="mc4wp-form-2" class="mc4wp-form mc4wp-form-91 mc4wp-form-submitted mc4wp-form-error" data-id="91"></form>' +
    '<div class="wpforms-confirmation-container-full">without an id</div>';

  it('a form that leaves the page is reported by the confirmation on the next page', async () => {
    const { forms } = await open(html);
    expect((await forms()).sort()).toEqual(['31', '4', '90']);
  });

  it('a confirmation is not reported again when the adapter starts again on the same page', async () => {
    const plugins = formPlugins();
    document.body.innerHTML = html;
    const seen: unknown[] = [];
    for (let start = 0; start < 2; start++) {
      plugins.start(
        ({ reference }) => seen.push(reference),
        () => () => {},
        newMemory(),
        createRequestWatch(),
      )();
      await advance(5_000);
    }
    expect(seen.sort()).toEqual(['31', '4', '90']);
  });

  for (const type of ['reload', 'back_forward']) {
    it(`a confirmation on a page that was reached by ${type} is not reported`, async () => {
      navigateBy(type);
      const { forms } = await open(html);
      expect(await forms()).toEqual([]);
    });
  }
});

describe('HubSpot', () => {
  const message = (data: unknown, origin = location.origin) =>
    window.dispatchEvent(new MessageEvent('message', { data, origin }));

  it('an older HubSpot form is completed by its submitted message from a trusted origin', async () => {
    const { forms } = await open();
    const data = {
      type: 'hsFormCallback',
      eventName: 'onFormSubmitted',
      id: 'f-1',
      data: { submissionValues: inputs },
    };
    message({ ...data, eventName: 'onFormReady' });
    message({ ...data, eventName: 'onFormSubmit' });
    message(data, 'https://evil.example');
    message(data, 'https://hsforms.com.evil.example');
    expect(await forms()).toEqual([]);
    message(data);
    message({ ...data, id: 'f-2' }, 'https://forms-eu1.hsforms.com');
    expect(await forms()).toEqual(['f-1', 'f-2']);
  });

  it('a newer HubSpot form is completed by its success event', async () => {
    const { forms } = await open();
    const detail = { formId: 'f-3', instanceId: '0', inputs };
    window.dispatchEvent(new CustomEvent('hs-form-event:on-ready', { detail }));
    window.dispatchEvent(new CustomEvent('hs-form-event:on-submission:success', { detail }));
    expect(await forms()).toEqual(['f-3']);
  });
});

it('a Fluent Forms form is completed by a browser event where there is no jQuery', async () => {
  const { forms } = await open('<form class="frm-fluent-form"></form>');
  const detail = { form: at('form'), config: { id: 8 }, response: { data: inputs } };
  at('form').dispatchEvent(new CustomEvent('fluentform_submission_failed', { bubbles: true, detail }));
  at('form').dispatchEvent(new CustomEvent('fluentform_submission_success', { bubbles: true, detail }));
  expect(await forms()).toEqual(['8']);
});

it('a Klaviyo form is completed by its submit event, and by no other event', async () => {
  const { forms } = await open();
  for (const type of ['open', 'embedOpen', 'stepSubmit', 'close', 'redirectedToUrl', 'submit']) {
    const detail = { type, formId: 'F12345', companyId: 'C1', metaData: { $email: SECRET } };
    window.dispatchEvent(new CustomEvent('klaviyoForms', { detail }));
  }
  expect(await forms()).toEqual(['F12345']);
});

it('malformed events of form plug-ins throw nothing, and no event is heard after the stop', async () => {
  const { forms, tracker } = await open();
  const odd: unknown[] = [
    null,
    undefined,
    5,
    'x',
    [],
    {},
    {
      get contactFormId() {
        throw new Error('of the page');
      },
    },
    {
      type: 'hsFormCallback',
      get eventName() {
        throw new Error('of the page');
      },
    },
    { response: null },
    { response: { errors: 5 } },
  ];
  const page = document as unknown as Record<string, (...values: unknown[]) => unknown>;
  for (const value of odd) {
    document.dispatchEvent(new CustomEvent('wpcf7mailsent', { detail: value }));
    window.dispatchEvent(new CustomEvent('hs-form-event:on-submission:success', { detail: value }));
    window.dispatchEvent(new CustomEvent('klaviyoForms', { detail: value }));
    document.dispatchEvent(new CustomEvent('fluentform_submission_success', { detail: value }));
    window.dispatchEvent(new MessageEvent('message', { data: value, origin: location.origin }));
    for (const type of [
      'gform_confirmation_loaded',
      'wpformsAjaxSubmitSuccess',
      'submit_success',
      'nfFormSubmitResponse',
      'fluentform_submission_success',
    ])
      expect(page[`on${type}`]?.(value, value, value)).toBeUndefined();
  }
  expect(await forms()).toEqual(['5', 'x']);
  tracker.stop();
  document.dispatchEvent(new CustomEvent('wpcf7mailsent', { detail: { contactFormId: 9 } }));
  expect(await forms()).toHaveLength(2);
});
