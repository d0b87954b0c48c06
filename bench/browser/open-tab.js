/** @import { Browser } from './start-browser.js' */
/** @import { Fields } from './connect.js' */

/**
 * A tab with a storage of its own, as of a visitor who comes for the first time, in a process of its own.
 *
 * @param {Browser} browser
 */
export const openTab = async (browser) => {
  const { browserContextId } = await browser.send('Target.createBrowserContext');

  /** @param {string} url */
  const open = async (url) => {
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', browserContextId });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    /** @param {string} method @param {Fields} [params] */
    const send = (method, params) => browser.send(method, params, sessionId);

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
