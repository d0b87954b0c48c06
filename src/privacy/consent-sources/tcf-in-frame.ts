import { all, listen } from '../../browser/listen.js';
import type { ConsentSource } from '../../types/tracker.js';
import { tcfFrom } from './tcf.js';
import type { TcfApi, TcfCallback, TcfData } from './tcf.js';

interface TcfMessage {
  __tcfapiReturn: { callId: number; returnValue: TcfData; success: boolean };
}

/** As `tcf`, for a page that is shown in a frame within the page that has the consent tool; the two speak by messages. */
export const tcfInFrame = (): ConsentSource => (report) => {
  let found: Window | undefined;
  const callbacks: TcfCallback[] = [];

  const api: TcfApi = (command, version, callback, parameter) =>
    found?.postMessage(
      { __tcfapiCall: { command, version, parameter, callId: callbacks.push(callback) - 1 } },
      // Nothing of this page is in it, and the tool's origin is not known.
      '*',
    );

  const find = () => {
    for (let frame: Window = window; !found && frame !== frame.parent;) {
      frame = frame.parent;
      try {
        // The name of an empty frame beside the tool, which foreign origins may see too.
        if ((frame as unknown as Record<string, unknown>).__tcfapiLocator) found = frame;
      } catch {
        // A foreign page without that name.
      }
    }
    return found && api;
  };

  const hear = ({ source, data }: MessageEvent<TcfMessage | undefined>) => {
    const { callId, returnValue, success } = data?.__tcfapiReturn ?? {};
    if (source && source === found) callbacks[callId as number]?.(returnValue as TcfData, success as boolean);
  };

  return all([listen(window, 'message', hear), tcfFrom(find)(report)]);
};
