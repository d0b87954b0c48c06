import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { readSubmission, formPluginsByRequest } from '../../../../src/observe/sources/forms/form-plugins-by-request.ts';
import { advance, useClock } from '../../../support/harness.ts';
import { setGlobal } from '../../support/fake-gtm.ts';
import { startVisit } from '../../support/open-page.ts';

/*
 * Requests of Gravity Forms and Forminator to WordPress, and its answers. The code names their sources. The values are our own.
 */

beforeEach(() => void useClock());

const SECRET = 'ana.souza@example.com';
const AJAX = '/wp-admin/admin-ajax.php';

const toForm = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};
const gravity = (more: Record<string, string> = {}) =>
  toForm({ action: 'gform_submit_form', form_id: '4', input_3: SECRET, gform_save: '', ...more });
const forminator = (more: Record<string, string> = {}) =>
  toForm({ action: 'forminator_submit_form_custom-forms', form_id: '599', 'email-1': SECRET, ...more });

const confirmed = { is_valid: true, confirmation_type: 'message', confirmation_message: `Thanks, ${SECRET}` };
const redirected = { is_valid: true, confirmation_type: 'redirect', confirmation_redirect: '/thanks/' };
const said = (data: unknown) => ({ success: true, data });

const open = async (global: string, answer: () => unknown) => {
  setGlobal(global, {});
  vi.stubGlobal('fetch', async () => Response.json(answer()));
  onTestFinished(() => void vi.unstubAllGlobals());
  const visit = startVisit();
  onTestFinished(visit.leave);
  visit.open({ address: 'http://shop.localhost:3000/contact/' }, [formPluginsByRequest()]);
  await advance(10);
  return async () => {
    await advance(5_000);
    expect(JSON.stringify(visit.events())).not.toContain('ana.souza');
    return visit.events().map(({ action, observed_by, object }) => [action, observed_by, object]);
  };
};

describe('Gravity Forms request', () => {
  it('a Gravity Forms form is reported when its answer is a confirmation, as a message or as a redirect', async () => {
    const answers = [said({ is_valid: false, form_markup: '' }), said(confirmed), said(redirected)];
    const told = await open('gform', () => answers.shift());
    for (const form_id of ['4', '4', '5']) await fetch(AJAX, { method: 'POST', body: gravity({ form_id }) });
    expect(await told()).toEqual([
      ['form.completed', 'form', '4'],
      ['form.completed', 'form', '5'],
    ]);
  });

  it('a Gravity Forms step, draft, resume link or other answer completes no form', () => {
    const step = { is_valid: true, page_number: 2, page_markup: '<div></div>' };
    expect(readSubmission(gravity({ gform_target_page_number_4: '2' }), said(step))).toBeUndefined();
    expect(readSubmission(gravity({ gform_save: '1' }), said(confirmed))).toBeUndefined();
    expect(readSubmission(gravity({ gform_send_resume_link: '4' }), said(confirmed))).toBeUndefined();
    expect(readSubmission(gravity(), { success: false, data: 'Your session has expired.' })).toBeUndefined();
    expect(readSubmission(gravity({ action: 'gform_validate_form' }), said(confirmed))).toBeUndefined();
    expect(readSubmission(gravity({ gform_save: '0' }), said(confirmed))).toBe('4');
  });
});

describe('Forminator request', () => {
  it('a Forminator form is reported when the server has accepted it', async () => {
    const answers = [
      { success: false, data: { message: 'No', errors: [] } },
      said({ success: true, message: 'Thanks' }),
    ];
    const told = await open('ForminatorFront', () => answers.shift());
    for (let sent = 0; sent < 2; sent++) await fetch(AJAX, { method: 'POST', body: forminator() });
    expect(await told()).toEqual([['form.completed', 'form', '599']]);
  });

  it('a Forminator form is not completed by a draft, or before a second factor or the approval of the bank', () => {
    const success = { success: true };
    for (const data of [
      { ...success, type: 'save_draft', draft_id: 'd1' },
      { ...success, authentication: 'show', auth_token: 't' },
      { ...success, authentication: 'invalid' },
      { ...success, stripe3d: true, secret: 'pi_secret' },
      'a text',
    ])
      expect(readSubmission(forminator(), said(data))).toBeUndefined();
    expect(readSubmission(forminator({ action: 'forminator_submit_form_poll' }), said(success))).toBeUndefined();
    expect(readSubmission(forminator(), said(success))).toBe('599');
  });
});

it('a Forminator form that is sent as text is read', () => {
  const text = new URLSearchParams(forminator() as never).toString();
  expect(readSubmission(text, said({ success: true }))).toBe('599');
});

it('a request to another address or without a form is not reported as a form', async () => {
  const told = await open('gform', () => said(confirmed));
  await fetch('/wp-json/x', { method: 'POST', body: gravity() });
  await fetch(`https://other.example${AJAX}`, { method: 'POST', body: gravity() });
  await fetch(`${AJAX}?action=gform_submit_form&form_id=4`);
  for (const body of [undefined, null, 'a', new Blob(['action=gform_submit_form']), '{"action":"gform_submit_form"}'])
    await fetch(AJAX, { method: 'POST', body: body as BodyInit });
  expect(await told()).toEqual([]);
});

it('the adapter is used only on pages that have one of its form plug-ins', () => {
  const { detect } = formPluginsByRequest();
  expect(detect()).toBe(false);
  setGlobal('gform', {});
  expect(detect()).toBe(true);
});
