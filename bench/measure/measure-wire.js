import { sleep, waitFor } from '../wait.js';
import { withTracker } from './open-page.js';

/** @import { Setting } from './open-page.js' */

const COUNT = 50;
const GAP = 40;

/** @param {string} call */
const repeat = (call) => `new Promise((resolve) => {
  let count = 0;
  const timer = setInterval(() => {
    ${call};
    if (++count === ${COUNT}) resolve(clearInterval(timer));
  }, ${GAP});
})`;

/** The request as HTTP/1.1 text, without its body. @param {string} line @param {Record<string, string>} headers */
const headBytes = (line, headers) =>
  Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}: ${value}\r\n`), 0) +
  Buffer.byteLength(`${line}\r\n\r\n`);

/**
 * What 50 events, 40 ms apart, put on the wire. Requests, preflights, bodies and arrivals are counted at the server; the
 * bytes of request lines and headers are those that the browser says it has sent.
 *
 * @param {Setting} setting
 */
export const measureWire = (setting) =>
  withTracker(setting, async (tab) => {
    const { contestant } = setting;
    let heads = 0;
    await tab.send('Network.enable');
    tab.on('Network.requestWillBeSentExtraInfo', ({ headers }) => {
      heads += headBytes(`POST ${new URL(contestant.endpoint).pathname} HTTP/1.1`, headers);
    });
    await sleep(500);
    const before = contestant.arrived();
    await tab.evaluate(repeat(contestant.track));
    await waitFor('50 events', () => contestant.arrived().events >= before.events + COUNT, 10_000).catch(() => {});
    // What comes more than once would come now.
    await sleep(1500);
    const after = contestant.arrived();
    return {
      requests: after.posts - before.posts,
      preflights: after.preflights - before.preflights,
      bodies: after.bytes - before.bytes,
      heads,
      events: after.events - before.events,
      sent: COUNT,
    };
  });
