import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, DAY, HOME, HOUR, SECOND, start, useClock, visit } from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';

beforeEach(() => void useClock());
afterEach(() => void vi.restoreAllMocks());

/** One page at this address, and the event that it sends. */
const land = async (search: string, options = {}) => {
  visit(HOME + search);
  const page = start(options);
  void page.track('a.one');
  await advance(3000);
  page.tracker.stop();
  return page.sent[0]?.events[0] as SentEvent;
};

const ALL = '?utm_source=news&utm_medium=email&utm_campaign=mayo&utm_term=mate&utm_content=top';

describe('the campaign', () => {
  it('of the address travels with the event and when it was seen', async () => {
    expect((await land(ALL)).utm_params).toEqual({
      source: 'news',
      medium: 'email',
      campaign: 'mayo',
      term: 'mate',
      content: 'top',
      observed_at: '2026-11-21T12:00:00.000Z',
    });
  });

  it('is remembered on later pages with the time of the landing', async () => {
    const { utm_params } = await land(ALL);
    await advance(48 * HOUR);
    expect((await land('cart')).utm_params).toEqual(utm_params);
  });

  it('is the last one that brought the visitor', async () => {
    await land(ALL);
    await advance(HOUR);
    expect((await land('?utm_source=ads')).utm_params).toEqual({
      source: 'ads',
      observed_at: expect.stringMatching(/^2026-11-21T13:00/),
    });
    expect((await land('')).utm_params).toMatchObject({ source: 'ads' });
  });

  it('is missing where there never was one', async () => {
    const event = await land('?q=utm_source');
    expect(event).not.toHaveProperty('utm_params');
    expect(event).not.toHaveProperty('click_ids');
  });

  it('is told to subscribers of utm-set, as an object', async () => {
    visit(HOME + ALL);
    const heard: unknown[] = [];
    start().tracker.on('utm-set', (utm) => heard.push(utm));
    await advance(200);
    expect(heard).toMatchObject([{ source: 'news', medium: 'email' }]);
  });

  it('of a kilobyte-long parameter leaves room for other cookies', async () => {
    const event = await land(`?utm_source=${'x'.repeat(5000)}&utm_medium=${'ñ'.repeat(5000)}`);
    expect(JSON.stringify(event.utm_params).length).toBeLessThan(1500);
    expect(document.cookie.length).toBeLessThan(4096);
  });
});

describe('the first touch', () => {
  const cameFrom = (referrer: string) => vi.spyOn(document, 'referrer', 'get').mockReturnValue(referrer);

  it('is the campaign and the referrer of the first visit, and stays when others bring the visitor again', async () => {
    cameFrom('https://blog.example/mate?email=ana@mail.example');
    const first = await land(ALL);
    expect(first.first_touch).toEqual({
      utm_params: first.utm_params,
      referrer: expect.stringMatching(/^https:\/\/blog\.example\/mate/),
    });
    expect(JSON.stringify(first)).not.toContain('ana@');
    await advance(DAY);
    cameFrom('https://search.example/');
    const later = await land('?utm_source=ads');
    expect(later).toMatchObject({ utm_params: { source: 'ads' }, visit: { number: 2 } });
    expect(later.first_touch).toEqual(first.first_touch);
  });

  it('is unknown for a visitor who came by no link first, also when a campaign brings them back', async () => {
    expect(await land('')).not.toHaveProperty('first_touch');
    await advance(DAY);
    expect(await land(ALL)).not.toHaveProperty('first_touch');
  });

  it('is no page of the shop itself, as where consent came late', async () => {
    cameFrom(`${HOME}products`);
    expect(await land('cart')).not.toHaveProperty('first_touch');
  });

  it('is left out where its letters take too much room, and the visit is known on the next page all the same', async () => {
    openJar(HOME, { longest: 4096 });
    const long = ['source', 'medium', 'campaign', 'term', 'content'].map((name) => `utm_${name}=${'ж'.repeat(190)}`);
    const first = await land(`?${long.join('&')}`);
    const next = await land('cart');
    expect([first.first_touch, next.visit]).toEqual([undefined, first.visit]);
  });

  it('is forgotten by a reset', async () => {
    visit(HOME + ALL);
    const { tracker, track, sent } = start();
    void track('a.one');
    await advance(SECOND);
    tracker.reset();
    void track('a.two');
    await advance(3 * SECOND);
    expect(sent.flatMap(({ events }) => events.map(({ action, first_touch }) => [action, !!first_touch]))).toEqual([
      ['a.one', true],
      ['a.two', false],
    ]);
  });

  it('takes a long referrer by its beginning, so that there is room for other cookies', async () => {
    cameFrom(`https://search.example/?q=${'mate-'.repeat(1000)}`);
    const { first_touch } = await land('');
    expect((first_touch as { referrer: string }).referrer).toHaveLength(200);
    expect(document.cookie.length).toBeLessThan(4096);
  });
});

describe('click ids', () => {
  it.each(['gclid', 'gbraid', 'wbraid', 'fbclid', 'ttclid', 'msclkid'])('%s is kept', async (name) => {
    expect((await land(`?${name}=Abc-123_x`)).click_ids).toEqual({ [name]: 'Abc-123_x' });
    expect((await land('cart')).click_ids).toEqual({ [name]: 'Abc-123_x' });
  });

  it('of an older landing do not stay beside a newer campaign', async () => {
    await land('?gclid=old-1');
    const event = await land('?utm_source=news');
    expect(event.utm_params).toMatchObject({ source: 'news' });
    expect(event).not.toHaveProperty('click_ids');
  });
});

it.each(['garbage', '%7B%22utm%22%3A7%7D', '%5B1%5D', 'null', '%7B%22__proto__%22%3A%7B%22x%22%3A1%7D%7D', '%E0%A4%A'])(
  'a campaign cookie that is %s harms nobody',
  async (value) => {
    document.cookie = `vitrina_utm=${value}; path=/`;
    const event = await land('');
    expect(event.action).toBe('a.one');
    expect(({} as { x?: number }).x).toBeUndefined();
    expect((await land('?utm_source=news')).utm_params).toMatchObject({ source: 'news' });
  },
);
