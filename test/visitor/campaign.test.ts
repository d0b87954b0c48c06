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
  it('the campaign of the address is sent with the event, with the time when it was seen', async () => {
    expect((await land(ALL)).utm_params).toEqual({
      source: 'news',
      medium: 'email',
      campaign: 'mayo',
      term: 'mate',
      content: 'top',
      observed_at: '2026-11-21T12:00:00.000Z',
    });
  });

  it('the campaign is remembered on later pages, with the time of the landing', async () => {
    const { utm_params } = await land(ALL);
    await advance(48 * HOUR);
    expect((await land('cart')).utm_params).toEqual(utm_params);
  });

  it('the campaign is the last one that brought the visitor', async () => {
    await land(ALL);
    await advance(HOUR);
    expect((await land('?utm_source=ads')).utm_params).toEqual({
      source: 'ads',
      observed_at: expect.stringMatching(/^2026-11-21T13:00/),
    });
    expect((await land('')).utm_params).toMatchObject({ source: 'ads' });
  });

  it('the campaign is missing where there never was one, and so are the click ids', async () => {
    const event = await land('?q=utm_source');
    expect(event).not.toHaveProperty('utm_params');
    expect(event).not.toHaveProperty('click_ids');
  });

  it('subscribers of utm-set get the campaign as an object', async () => {
    visit(HOME + ALL);
    const heard: unknown[] = [];
    start().tracker.on('utm-set', (utm) => heard.push(utm));
    await advance(200);
    expect(heard).toMatchObject([{ source: 'news', medium: 'email' }]);
  });

  it('a campaign with parameters of kilobytes is cut, so it leaves room for other cookies', async () => {
    const event = await land(`?utm_source=${'x'.repeat(5000)}&utm_medium=${'ñ'.repeat(5000)}`);
    expect(JSON.stringify(event.utm_params).length).toBeLessThan(1500);
    expect(document.cookie.length).toBeLessThan(4096);
  });
});

describe('the first touch', () => {
  const cameFrom = (referrer: string) => vi.spyOn(document, 'referrer', 'get').mockReturnValue(referrer);

  it('the first touch is the campaign and the referrer of the first visit, and later campaigns do not change it', async () => {
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

  it('the first touch is missing where the visitor first came without a link, also after a later campaign', async () => {
    expect(await land('')).not.toHaveProperty('first_touch');
    await advance(DAY);
    expect(await land(ALL)).not.toHaveProperty('first_touch');
  });

  it('the first touch is no page of the shop itself, as where consent came late', async () => {
    cameFrom(`${HOME}products`);
    expect(await land('cart')).not.toHaveProperty('first_touch');
  });

  it('a first touch that needs too much room is left out, and the next page still knows the visit', async () => {
    openJar(HOME, { longest: 4096 });
    const long = ['source', 'medium', 'campaign', 'term', 'content'].map((name) => `utm_${name}=${'ж'.repeat(190)}`);
    const first = await land(`?${long.join('&')}`);
    const next = await land('cart');
    expect([first.first_touch, next.visit]).toEqual([undefined, first.visit]);
  });

  it('the first touch is forgotten by a reset', async () => {
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

  it('the first touch holds only the beginning of a long referrer, so it leaves room for other cookies', async () => {
    cameFrom(`https://search.example/?q=${'mate-'.repeat(1000)}`);
    const { first_touch } = await land('');
    expect((first_touch as { referrer: string }).referrer).toHaveLength(200);
    expect(document.cookie.length).toBeLessThan(4096);
  });
});

describe('click ids', () => {
  it.each(['gclid', 'gbraid', 'wbraid', 'fbclid', 'ttclid', 'msclkid'])('the click id %s is kept', async (name) => {
    expect((await land(`?${name}=Abc-123_x`)).click_ids).toEqual({ [name]: 'Abc-123_x' });
    expect((await land('cart')).click_ids).toEqual({ [name]: 'Abc-123_x' });
  });

  it('click ids of an older landing are dropped when a newer campaign comes', async () => {
    await land('?gclid=old-1');
    const event = await land('?utm_source=news');
    expect(event.utm_params).toMatchObject({ source: 'news' });
    expect(event).not.toHaveProperty('click_ids');
  });
});

it.each(['garbage', '%7B%22utm%22%3A7%7D', '%5B1%5D', 'null', '%7B%22__proto__%22%3A%7B%22x%22%3A1%7D%7D', '%E0%A4%A'])(
  'a campaign cookie that is %s is ignored, and a new campaign replaces it',
  async (value) => {
    document.cookie = `vitrina_utm=${value}; path=/`;
    const event = await land('');
    expect(event.action).toBe('a.one');
    expect(({} as { x?: number }).x).toBeUndefined();
    expect((await land('?utm_source=news')).utm_params).toMatchObject({ source: 'news' });
  },
);
