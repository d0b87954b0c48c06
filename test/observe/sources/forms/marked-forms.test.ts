import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { markedForms } from '../../../../src/observe/sources/forms/marked-forms.ts';
import { advance, KEY, pageTransition, storedIds, useClock, visit } from '../../../support/harness.ts';
import { openTrackedShop } from '../../support/tracked-shop.ts';

const SHOP = 'http://shop.localhost:3000';
const FORM =
  '<form data-vitrina-form="newsletter" action="/subscribe" method="post"><input name="email" value="ana@example.com"></form>';

let navigation: { type: string; responseStatus?: number } = { type: 'navigate' };

beforeEach(() => {
  useClock();
  sessionStorage.clear();
  navigation = { type: 'navigate' };
  vi.spyOn(performance, 'getEntriesByType').mockImplementation(() => [navigation] as never);
});

const open = (html: string, path = '/') => {
  visit(SHOP + path);
  document.body.innerHTML = html;
  onTestFinished(() => void (document.body.innerHTML = ''));
  const shop = openTrackedShop([markedForms()]);
  const forms = async () => {
    await advance(5_000);
    return shop.events().map(({ action, object, observed_by }) => [action, object, observed_by]);
  };
  /** Leaves the page. Its session storage stays for the next page. */
  const leave = () => {
    pageTransition('pagehide');
    const kept = { ...sessionStorage };
    shop.tracker.stop();
    Object.assign(sessionStorage, kept);
  };
  return { ...shop, forms, leave };
};

/** Submits the form. With `page` a script stops the event, to send the form itself; with `browser` the browser sends it. */
const submit = (how: 'page' | 'browser', selector = 'form') => {
  const form = document.querySelector(selector) as HTMLFormElement;
  const handle = (event: Event) => how === 'page' && event.preventDefault();
  form.addEventListener('submit', handle, { once: true });
  form.dispatchEvent(new SubmitEvent('submit', { bubbles: true, cancelable: true }));
};

const answering = (status: number, answer?: unknown) => {
  const fetchBefore = window.fetch;
  window.fetch = () => Promise.resolve(new Response(answer === undefined ? '' : JSON.stringify(answer), { status }));
  onTestFinished(() => void (window.fetch = fetchBefore));
};

const DONE = [['form.completed', 'newsletter', 'form']];

describe('marked form sent by the browser', () => {
  it('a form that the browser sends is completed once, when the next page has come', async () => {
    const { forms, leave } = open(FORM);
    submit('browser');
    expect(await forms()).toEqual([]);
    leave();
    const next = open('<p>Thank you</p>', '/thanks');
    expect(await next.forms()).toEqual(DONE);
    expect(JSON.stringify(next.events())).not.toContain('ana@example.com');
    next.leave();
    expect(await open('').forms()).toEqual([]);
  });

  it('a form is completed on a page that has a variable performance of its own', async () => {
    vi.spyOn(performance, 'getEntriesByType').mockImplementation(() => {
      throw new TypeError('performance.getEntriesByType is not a function');
    });
    const { leave } = open(FORM);
    submit('browser');
    leave();
    expect(await open('', '/thanks').forms()).toEqual(DONE);
  });

  it('a form that the browser sends is completed when the next page has the same form, empty, in its footer', async () => {
    const { forms, leave } = open(FORM);
    submit('browser');
    await forms();
    leave();
    expect(await open(FORM).forms()).toEqual(DONE);
  });

  it.each([
    ['asks again, and says what is wrong', FORM.replace('<input', '<input aria-invalid="true"'), {}],
    ['is an error', '<p>Bad request</p>', { responseStatus: 422 }],
    ['is only a reload', '<p>Hello</p>', { type: 'reload' }],
    ['is one that the visitor went back to', '<p>Hello</p>', { type: 'back_forward' }],
  ])('a form that the browser sends is not completed when the next page %s', async (_case, html, entry) => {
    const { forms, leave } = open(FORM);
    submit('browser');
    await forms();
    leave();
    navigation = { type: 'navigate', ...entry };
    expect(await open(html).forms()).toEqual([]);
  });

  it('a form that the browser sends is not completed when no page follows for two minutes', async () => {
    const { leave } = open(FORM);
    submit('browser');
    await advance(121_000);
    leave();
    expect(await open('').forms()).toEqual([]);
  });

  it('a form that the browser sends to another site is completed when the page is left', async () => {
    const { env } = open(FORM.replace('/subscribe', 'https://lists.example/subscribe'));
    submit('browser');
    await advance(0);
    expect(storedIds(env)).toEqual([]);
    pageTransition('pagehide');
    const [id = ''] = storedIds(env);
    expect(env.storage.get(KEY + id)).toContain('"object":"newsletter","action":"form.completed"');
  });

  it('a form that the browser sends into another window is not reported', async () => {
    const { forms, leave } = open(FORM.replace('<form', '<form target="_blank"'));
    submit('browser');
    await forms();
    leave();
    expect(await open('').forms()).toEqual([]);
  });
});

describe('marked form sent by a request of the page', () => {
  it.each<[string, number, unknown]>([
    ['status 200 and an empty body', 200, undefined],
    ['status 201 and success: true', 201, { success: true, errors: [] }],
    ['status 200 and a list', 200, ['a']],
  ])(
    'a form that the page sends by a request is completed when it is answered with %s',
    async (_case, status, answer) => {
      answering(status, answer);
      const { forms } = open(FORM);
      submit('page');
      void fetch('/subscribe', { method: 'POST' });
      expect(await forms()).toEqual(DONE);
    },
  );

  it.each<[string, number, unknown]>([
    ['a status of 400', 400, {}],
    ['success: false', 200, { success: false }],
    ['errors', 200, { errors: { email: 'wrong' } }],
    ['a status word for an error', 200, { status: 'validation_failed' }],
  ])(
    'a form that the page sends by a request is not completed when it is answered with %s',
    async (_case, status, answer) => {
      answering(status, answer);
      const { forms, leave } = open(FORM);
      submit('page');
      void fetch('/subscribe', { method: 'POST' });
      expect(await forms()).toEqual([]);
      leave();
      expect(await open('').forms()).toEqual([]);
    },
  );

  it('a form that the page sends by a request is completed once, and not by a request to another site', async () => {
    answering(200);
    const { forms } = open(FORM);
    submit('page');
    void fetch('https://ads.example/collect', { method: 'POST' });
    await advance(100);
    expect(await forms()).toEqual([]);
    submit('page');
    void fetch('/api/subscribe', { method: 'POST' });
    void fetch('/api/other', { method: 'POST' });
    expect(await forms()).toEqual(DONE);
  });

  it('a form that the page sends by a request is not completed by a request four seconds later', async () => {
    answering(200);
    const { forms } = open(FORM);
    submit('page');
    await advance(4_000);
    void fetch('/poll', { method: 'POST' });
    expect(await forms()).toEqual([]);
  });
});

describe('marked form submitted by a script, as after a captcha', () => {
  /** Replaces `form.submit()`, which would leave the page, and returns the forms that were submitted. */
  const watchSending = () => {
    const { prototype } = HTMLFormElement;
    const { submit: inner } = prototype;
    const sent: HTMLFormElement[] = [];
    prototype.submit = function () {
      sent.push(this);
    };
    onTestFinished(() => void (prototype.submit = inner));
    return sent;
  };
  const send = () => (document.querySelector('form') as HTMLFormElement).submit();

  it.each<[string, () => Promise<void>]>([
    [
      'four seconds after stopping its submit event',
      async () => {
        submit('page');
        await advance(4_000);
        send();
      },
    ],
    [
      'while stopping its submit event',
      async () => {
        document.querySelector('form')?.addEventListener('submit', (event) => {
          event.preventDefault();
          send();
        });
        submit('browser');
        await advance(100);
      },
    ],
    ['without a submit event', async () => send()],
  ])('a form that a script submits %s is completed when the next page has come', async (_case, tell) => {
    const sent = watchSending();
    const { forms, leave } = open(FORM);
    await tell();
    expect(await forms()).toEqual([]);
    expect(sent).toEqual([document.querySelector('form')]);
    leave();
    expect(await open('<p>Thank you</p>', '/thanks').forms()).toEqual(DONE);
  });

  it('a form that a script submits is completed once when the answer to a request has completed it before', async () => {
    watchSending();
    answering(200);
    const { forms, leave } = open(FORM);
    submit('page');
    await fetch('/subscribe', { method: 'POST' });
    await advance(100);
    send();
    expect(await forms()).toEqual(DONE);
    leave();
    expect(await open('').forms()).toEqual([]);
  });

  it.each([
    ['is not in the page', '', () => document.querySelector('form')?.remove()],
    ['goes into another window', ' target="_blank"', () => {}],
    ['has no mark', '', () => document.querySelector('form')?.removeAttribute('data-vitrina-form')],
  ])('a form that a script submits is not completed when it %s', async (_case, attribute, change) => {
    watchSending();
    const { leave } = open(FORM.replace('<form', `<form${attribute}`));
    const form = document.querySelector('form') as HTMLFormElement;
    change();
    form.submit();
    leave();
    expect(await open('').forms()).toEqual([]);
  });

  it('a form whose submit event is stopped and that is never submitted is not completed', async () => {
    const { forms, leave } = open(FORM);
    submit('page');
    await forms();
    leave();
    expect(await open('', '/subscribe').forms()).toEqual([]);
  });

  it('a form that a script submits after the tracker has stopped is submitted and not remembered', async () => {
    const sent = watchSending();
    const { tracker } = open(FORM);
    tracker.stop();
    send();
    expect([sent.length, sessionStorage.length]).toEqual([1, 0]);
  });
});

describe('form', () => {
  it('a form without a mark is not reported', async () => {
    const { forms, leave } = open('<form action="/x"></form>');
    submit('browser');
    await forms();
    leave();
    expect(await open('').forms()).toEqual([]);
  });

  it.each([
    ['its mark', '<div data-vitrina-form="contact"><form id="f"></form></div>', 'contact'],
    ['its id', '<form data-vitrina-form id="f"><input name="id" value="x"></form>', 'f'],
    ['its name', '<form data-vitrina-form name="n"></form>', 'n'],
  ])('a marked form is named by %s', async (_case, html, name) => {
    answering(200);
    const { forms } = open(html);
    submit('page');
    void fetch('/', { method: 'POST' });
    expect(await forms()).toEqual([['form.completed', name, 'form']]);
  });
});

it('a form with an invalid address causes no error and is completed', async () => {
  const errors: unknown[] = [];
  const hear = (event: ErrorEvent) => (errors.push(event.error), event.preventDefault());
  window.addEventListener('error', hear);
  onTestFinished(() => window.removeEventListener('error', hear));
  answering(200, {});
  const { forms } = open(FORM.replace('/subscribe', 'http://'));
  submit('page');
  void fetch('/subscribe', { method: 'POST' });
  expect(await forms()).toEqual(DONE);
  document.dispatchEvent(new Event('submit', { bubbles: true }));
  expect(errors).toEqual([]);
});

it('a fetch of the page that returns no promise returns the same while marked forms are observed', () => {
  const fetchBefore = window.fetch;
  window.fetch = (() => undefined) as never;
  onTestFinished(() => void (window.fetch = fetchBefore));
  open(FORM);
  submit('page');
  expect(window.fetch('/subscribe', { method: 'POST' })).toBeUndefined();
});
