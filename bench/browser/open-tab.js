/** @import { Browser } from './start-browser.js' */
/** @import { Fields, Protocol } from './connect.js' */

/**
 * A tab with a storage of its own, as of a visitor who comes for the first time, in a process of its own.
 *
 * @param {Browser} browser
 */
export const openTab = async (browser) => {
  const { browserContextId } = await browser.send('Target.createBrowserContext');

  /** @param {string} url @param {{ newWindow?: boolean, prepare?: (send: Protocol['send']) => Promise<unknown> }} [options] */
  const open = async (url, { newWindow, prepare } = {}) => {
    const where = { url: 'about:blank', browserContextId, ...(newWindow !== undefined && { newWindow }) };
    const { targetId } = await browser.send('Target.createTarget', where);
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    /** @param {string} method @param {Fields} [params] */
    const send = (method, params) => browser.send(method, params, sessionId);
    await prepare?.(send);

    // Answered when the page has begun, so that expressions run there and not in the blank page.
    await send('Page.navigate', { url });

    return {
      send,
      /** @param {string} method @param {(params: Fields) => void} callback */
      on: (method, callback) => browser.on(method, callback, sessionId),
      /**
       * Runs an expression in the page and answers its JSON value; a promise is awaited.
       * @param {string} expression
       * @returns {Promise<any>}
       */
      async evaluate(expression) {
        const params = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await send('Runtime.evaluate', params);
        if (exceptionDetails) {
          throw new Error(
            `The page threw: ${exceptionDetails.exception?.description ?? exceptionDetails.text} in ${expression.slice(0, 200)}`,
          );
        }
        return result.value;
      },
      /** How much the main thread is slowed down. @param {number} rate */
      throttle: (rate) => send('Emulation.setCPUThrottlingRate', { rate }),
      close: () => browser.send('Target.closeTarget', { targetId }),
    };
  };

  return {
    open,
    close: () => browser.send('Target.disposeBrowserContext', { browserContextId }),
  };
};

/** @typedef {Awaited<ReturnType<Awaited<ReturnType<typeof openTab>>['open']>>} Tab */
