// @vitest-environment happy-dom
// @vitest-environment-options { "url": "http://shop.localhost:3000/" }
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { clicks } from '../../src/plugins/clicks.ts';
import { pages } from '../../src/plugins/pages.ts';
import { advance, DAY, noAnswer, accepted, start, useClock } from '../support/harness.ts';

interface Schema {
  $id: string;
  properties: object;
  definitions: { event: { properties: object } };
}

interface Checker {
  addKeyword(name: string): this;
  addFormat(name: string, check: () => boolean): this;
  addSchema(schema: object): this;
  validate(reference: string, value: unknown): boolean;
  errors: unknown;
  errorsText(errors: unknown): string;
}

const schema = JSON.parse(readFileSync('collector/schema/batch.v1.json', 'utf8')) as Schema;
// The collector's Ajv: other packages bring an older one.
const { Ajv } = createRequire(resolve('collector/package.json'))('ajv') as { Ajv: new (options: object) => Checker };
const ajv = new Ajv({ strict: true, strictTypes: false, allowUnionTypes: true });
ajv
  .addKeyword('x-fix')
  .addFormat('iso-4217', () => true)
  .addSchema(schema);
const known = {
  batch: Object.keys(schema.properties),
  event: Object.keys(schema.definitions.event.properties),
};

/** What is wrong with a body by the schema, and the fields that the schema does not name. */
const complaintsAbout = (body: string): string[] => {
  const { events, ...envelope } = JSON.parse(body) as { context?: object; events: object[] };
  const check = (reference: string, value: unknown) =>
    ajv.validate(reference, value) ? [] : [ajv.errorsText(ajv.errors)];
  const unknown = (kind: keyof typeof known, value: object) =>
    Object.keys(value)
      .filter((name) => !known[kind].includes(name))
      .map((name) => `The schema does not name the field "${name}" of the ${kind}.`);
  return [
    ...check(schema.$id, { ...envelope, events }),
    ...unknown('batch', { ...envelope, events }),
    ...events.flatMap((own) => {
      const event = { ...envelope.context, ...own };
      return [...check(`${schema.$id}#/definitions/event`, event), ...unknown('event', event)];
    }),
  ];
};

beforeEach(useClock);

describe('batches that the client sends', () => {
  it('the schema accepts every batch of a visit and names all of their fields', async () => {
    history.replaceState({}, '', '/mates?utm_source=news&utm_medium=mail&gclid=Cj0KCQ&fbclid=IwAR2');
    document.body.innerHTML =
      '<button data-vitrina-track="button.pressed" data-vitrina-object="buy" data-vitrina-amount="12">Buy</button>';
    const { tracker, track, bodies } = start({ plugins: [pages(true), clicks(true)] });
    tracker.consent('granted');
    await advance(1000);
    document.querySelector('button')?.click();
    void track('cart.added', {
      amount: 2480.5,
      currency: 'UYU',
      object_parameters: { items: [{ product: { name: 'Mate', reference: 'mate' }, quantity: 2 }] },
      metadata: { shelf: 3 },
      url: 'https://shop.example/mates',
      tracked_at: '2026-11-21T11:59:00Z',
      user_parameters: { plan: 'gold' },
    });
    void track('lesson.finished', { object: 'lesson-1', object_type: 'lesson', object_parameters: {} });
    void track('order.placed', { object: 'order-7', source_event_id: 'platform-7' });
    await advance(10_000);
    void tracker.identify('c-3307', { source: 'tiendanube', email: 'maria@shop.example' });
    void track('page.viewed', {});
    await advance(10_000);
    tracker.stop();

    const actions = bodies.flatMap((body) => (JSON.parse(body) as { events: { action: string }[] }).events);
    expect(actions.map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        'page.viewed',
        'button.pressed',
        'cart.added',
        'lesson.finished',
        'order.placed',
        'user.identified',
      ]),
    );
    expect(bodies.flatMap(complaintsAbout)).toEqual([]);
    const sent = bodies.join();
    // Otherwise the visit was too short to prove anything.
    for (const name of ['context', 'timezone', 'consent', 'utm_params', 'click_ids', 'first_touch', 'traits']) {
      expect(sent, name).toContain(`"${name}":`);
    }
  });

  it('the schema accepts what is sent again after a failure, days later and beside events of another session', async () => {
    let isUp = false;
    const { tracker, track, bodies } = start({}, { answer: () => (isUp ? accepted : noAnswer) });
    void track('cart.added', { object: 'cart-1' });
    await advance(DAY);
    tracker.reset();
    void track('cart.added', { object: 'cart-2' });
    isUp = true;
    await advance(DAY);
    expect(bodies.length).toBeGreaterThan(2);
    expect(bodies.flatMap(complaintsAbout)).toEqual([]);
  });

  it('a field that the schema does not name is named by this test', () => {
    const event = { id: '0193b2c4-5d10-7a6e-8f21-3c9b7e5a1f01', action: 'a.one', tracked_at: 1, colour: 'red' };
    expect(complaintsAbout(JSON.stringify({ v: 1, mood: 'good', events: [event] }))).toEqual([
      'The schema does not name the field "mood" of the batch.',
      'The schema does not name the field "colour" of the event.',
    ]);
    expect(complaintsAbout(JSON.stringify({ v: 2, events: [{ ...event, colour: undefined, id: 'x' }] }))).toHaveLength(
      2,
    );
  });
});
