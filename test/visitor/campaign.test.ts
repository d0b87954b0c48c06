import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { advance, DAY, HOME, HOUR, memoryStorage, SECOND, start, useClock, visit } from '../support/harness.ts';
import type { SentEvent } from '../support/harness.ts';
import { openJar } from '../support/jar.ts';
import { pages } from '../../src/plugins/pages.ts';

beforeEach(() => void useClock());
afterEach(() => void vi.restoreAllMocks());

/** One page at this address, and the event that it sends. */
const land = async (search: string, options = {}, over = {}) => {
  visit(HOME + search);
  const page = start(options, over);
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

  it('the campaign stays when a later address has a query without a campaign', async () => {
    const { utm_params } = await land(ALL);
    expect((await land('?variant=1')).utm_params).toEqual(utm_params);
    expect((await land('')).utm_params).toEqual(utm_params);
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

  it('subscribers of utm-set hear nothing of a landing with a click id alone', async () => {
    visit(`${HOME}?gclid=Abc-123_x`);
    const heard: unknown[] = [];
    start().tracker.on('utm-set', (utm) => heard.push(utm));
    await advance(200);
    expect(heard).toEqual([]);
  });

  it('a campaign with parameters of kilobytes is cut, so it leaves room for other cookies', async () => {
    const event = await land(`?utm_source=${'x'.repeat(5000)}&utm_medium=${'ñ'.repeat(5000)}`);
    expect(JSON.stringify(event.utm_params).length).toBeLessThan(1500);
    expect(document.cookie.length).toBeLessThan(4096);
  });
});

describe('the parameters of a campaign', () => {
  it.each([
    ['without a source', '?utm_medium=email&utm_campaign=mayo', { medium: 'email', campaign: 'mayo' }],
    ['with an id and a platform', '?utm_id=77&utm_source_platform=Meta', { id: '77', source_platform: 'Meta' }],
    ['in capitals', '?UTM_SOURCE=News&Utm_Medium=Email', { source: 'News', medium: 'Email' }],
    [
      'with an entity in place of each ampersand',
      '?utm_source=a&amp;utm_medium=b&AMP;amp;utm_term=c',
      { source: 'a', medium: 'b', term: 'c' },
    ],
    ['said twice, first without a value', '?utm_source=&utm_source=b', { source: 'b' }],
  ])('a campaign is read %s', async (_name, search, expected) => {
    expect((await land(search)).utm_params).toEqual({ ...expected, observed_at: '2026-11-21T12:00:00.000Z' });
  });

  it('a campaign keeps the numbers of ad platforms, also if they look like those of cards and people', async () => {
    const search = '?utm_campaign=1795000205791053&utm_id=21240709595&utm_content=Mate%7C4539578763621486';
    expect((await land(search)).utm_params).toMatchObject({
      campaign: '1795000205791053',
      id: '21240709595',
      content: 'Mate|4539578763621486',
    });
  });

  it('a campaign is read without e-mail addresses, phone numbers, and numbers that are written like those of cards and people', async () => {
    const search =
      '?utm_source=ana@mail.example&utm_medium=%2B59899123456&utm_campaign=mayo%20ana@mail.example' +
      '&utm_content=4539-5787-6362-1486&utm_term=529.982.247-25';
    expect((await land(search)).utm_params).toMatchObject({
      source: '…',
      medium: '…',
      campaign: 'mayo …',
      content: '…',
      term: '…',
    });
  });

  it('click ids are read in capitals and behind an entity', async () => {
    expect((await land('?a=1&amp;GCLID=Cj0KCQ')).click_ids).toEqual({ gclid: 'Cj0KCQ' });
  });

  it('a parameter is cut between characters, never inside of one', async () => {
    const { utm_params } = await land(`?utm_source=${encodeURIComponent(`${'x'.repeat(199)}🛒`)}`);
    expect(utm_params).toMatchObject({ source: 'x'.repeat(199) });
  });

  it.each([250, 500, 1000])(
    'a click id of %i characters is kept whole, on this page and on the next',
    async (length) => {
      openJar(HOME, { longest: 4096 });
      const fbclid = 'IwAR'
        .repeat(length / 4)
        .slice(0, length)
        .padEnd(length, 'z');
      const storage = memoryStorage();
      expect((await land(`?fbclid=${fbclid}`, {}, { storage })).click_ids).toEqual({ fbclid });
      await advance(HOUR);
      expect((await land('cart', {}, { storage })).click_ids).toEqual({ fbclid });
    },
  );

  it('a click id that is longer than any real one, or that holds a secret, is left out and not cut', async () => {
    const event = await land(`?ttclid=${'E'.repeat(1001)}&gclid=ana@mail.example&msclkid=77`);
    expect(event.click_ids).toEqual({ msclkid: '77' });
  });
});

describe('a campaign that is too long for its cookie', () => {
  const NAMES = ['source', 'medium', 'campaign', 'term', 'content', 'id', 'source_platform'];
  const search = `?${NAMES.map((name, index) => `utm_${name}=${'日本🛒語'.repeat(38)}${index}`).join('&')}`;

  it('every event of a returning visitor tells the whole campaign, also the page view that leaves before anything else', async () => {
    openJar(HOME);
    const { env, tracker } = start();
    void tracker.track('a.one');
    await advance(3 * SECOND);
    tracker.stop();
    visit(HOME + search);
    const second = start({ plugins: [pages()] }, { storage: env.storage });
    await advance(3 * SECOND);
    second.tracker.stop();
    visit(`${HOME}cart`);
    const third = start({ plugins: [pages()] }, { storage: env.storage });
    await advance(3 * SECOND);
    const told = [second, third].map(({ sent }) => sent[0]?.events[0]?.utm_params as Record<string, string>);
    for (const utm of told) expect(NAMES.map((name) => utm[name]?.length)).toEqual(NAMES.map(() => 191));
    expect(told[1]).toEqual(told[0]);
  });

  it('a page that cannot read the storage of the landing page knows source, medium and campaign from the cookie', async () => {
    openJar(HOME);
    await land(search);
    localStorage.clear();
    const { utm_params } = await land('cart');
    expect(utm_params).toMatchObject({
      source: expect.stringMatching(/^日本🛒語/),
      medium: expect.stringMatching(/^日本/),
    });
    expect(utm_params).not.toHaveProperty('term');
  });

  it('the long part of an earlier campaign never completes a later one that is short', async () => {
    openJar(HOME);
    await land(search);
    await land('?utm_source=short');
    expect((await land('cart')).utm_params).toEqual({ source: 'short', observed_at: expect.any(String) });
  });

  it('the long part does not bring back a campaign whose cookie somebody deleted', async () => {
    const jar = openJar(HOME);
    const { env, tracker } = start();
    visit(HOME + search);
    tracker.stop();
    const first = start({}, { storage: env.storage });
    void first.track('a.one');
    await advance(3 * SECOND);
    first.tracker.stop();
    jar.values.delete('vitrina_utm');
    visit(HOME);
    const next = start({}, { storage: env.storage });
    void next.track('a.two');
    await advance(3 * SECOND);
    expect(next.sent[0]?.events[0]).not.toHaveProperty('utm_params');
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

  it('the first touch that was stored with the visit by an earlier version is told, and moves to the campaign', async () => {
    const first_touch = {
      utm_params: { source: 'old', observed_at: '2026-11-01T12:00:00.000Z' },
      referrer: 'https://a.example/',
    };
    const visit = { id: 'visit-0001', number: 2, started_at: 1_795_262_000, at: 1_795_262_300_000, first_touch };
    document.cookie = `vitrina_session=session-0001; path=/`;
    document.cookie = `vitrina_visit=${encodeURIComponent(JSON.stringify(visit))}; path=/`;
    expect((await land('?utm_source=ads')).first_touch).toEqual(first_touch);
    await advance(HOUR);
    expect((await land('cart')).first_touch).toEqual(first_touch);
    expect(document.cookie.split('; ').filter((pair) => pair.includes('first_touch'))).toEqual([
      expect.stringMatching(/^vitrina_utm=/),
    ]);
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

  it('the first touch holds a short referrer whole, also if it ends with an encoded letter', async () => {
    cameFrom('https://blog.example/caf%C3%A9');
    expect((await land('')).first_touch).toEqual({ referrer: 'https://blog.example/caf%C3%A9' });
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
