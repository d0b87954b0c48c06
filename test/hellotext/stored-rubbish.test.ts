import { beforeEach, describe, expect, it } from 'vitest';
import { KEY, memoryStorage, MINUTE } from '../support/harness.ts';
import { actions, advance, startHellotext, useClock } from '../support/hellotext-api.ts';
import { nameOf, RUBBISH } from '../support/rubbish.ts';

beforeEach(() => void useClock());

/** An event that an earlier page has left, and the note that a request of it was begun. */
const ID = '0193b2c4-0000-7000-a000-000000000001';
const event = `{"id":"${ID}","action":"a.earlier"}`;

describe('rubbish in storage, with Hellotext as destination', () => {
  it.each(RUBBISH.map((text) => [nameOf(text), text]))(
    'a note of a request that is %s says nothing, so its event is sent, and later ones too',
    async (_name, text) => {
      const storage = memoryStorage(
        new Map([
          [KEY + ID, event],
          [`${KEY}~sent:${ID}`, text],
          [`${KEY}~ack`, text],
          [`${KEY}~wait`, text],
        ]),
      );
      const page = startHellotext({ over: { storage } });
      page.track('a.later');
      await advance(MINUTE, 8);
      expect(actions().sort()).toEqual(['a.earlier', 'a.later']);
      expect([...storage.area.keys()].filter((key) => /~sent|[^~]a000/.test(key))).toEqual([]);
    },
  );

  it.each(['{"toString":null}', '"x"', '[]', '1e999', 'null', '-1'])(
    'a stored event whose fields are %s does not stop the events after it',
    async (value) => {
      const fields = ['tracked_at', 'session', 'page', 'utm_params', 'headers', 'user_parameters', 'object_parameters'];
      const stored = `{"id":"${ID}","action":"a.earlier",${fields.map((name) => `"${name}":${value}`).join()}}`;
      const page = startHellotext({ over: { storage: memoryStorage(new Map([[KEY + ID, stored]])) } });
      page.track('a.later');
      await advance(MINUTE, 8);
      expect(actions()).toContain('a.later');
      expect(page.stored()).toEqual([]);
    },
  );
});
