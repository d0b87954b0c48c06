import { tools } from './support/consent-tools.ts';
import { expect, test } from './support/fixtures.ts';
import { toDocument } from './support/page-server.ts';
import { noTraces, readTraces } from './support/traces.ts';
import { open, scriptTag, track } from './support/tracked-page.ts';

for (const { consent, tool } of tools) {
  test(`with consent=${consent}, answers that change ten times a second throw nothing, and the last one holds`, async ({
    page,
    context,
    site,
    collector,
    stored,
  }) => {
    await open(page, site.add('/', toDocument({ head: tool + scriptTag(collector, { consent }) })));
    await page.waitForFunction(() => 'consentByName' in window.vitrina);
    /** Answers fifteen times and ends with `last`; tracks an event after each answer, and resolves with all responses. */
    const flap = (last: 'granted' | 'denied', first: number) =>
      page.evaluate(
        ([end, number]) =>
          new Promise<{ id: string; succeeded: boolean; failed: boolean }[]>((resolve) => {
            const other = end === 'granted' ? 'denied' : 'granted';
            const calls: ReturnType<typeof window.vitrina.track>[] = [];
            const timer = setInterval(() => {
              window.answer(calls.length % 2 ? other : end);
              calls.push(window.vitrina.track('test.done', { object: String(number + calls.length) }));
              if (calls.length < 15) return;
              clearInterval(timer);
              resolve(Promise.all(calls));
            }, 100);
          }),
        [last, first] as const,
      );

    const before = await flap('granted', 100);
    expect(before.map(({ succeeded, failed }) => succeeded !== failed)).not.toContain(false);
    expect(await track(page, 'granted')).toMatchObject({ succeeded: true });
    expect((await context.cookies()).map(({ name }) => name)).toContain('vitrina_session');

    await flap('denied', 200);
    expect(await track(page, 'denied')).toMatchObject({ succeeded: false, failed: true });
    expect(await page.evaluate(readTraces)).toEqual(noTraces());
    const objects = await stored.objects();
    expect(objects).toContain('granted');
    expect(objects).not.toContain('denied');
    expect(new Set(objects).size, 'nothing is stored twice').toBe(objects.length);
  });
}
