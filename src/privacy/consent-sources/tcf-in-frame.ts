import { all, listen } from '../../browser/listen.js';
import type { ConsentSource } from '../../types/tracker.js';
import { tcfFrom } from './tcf.js';
import type { TcfApi, TcfCallback, TcfData } from './tcf.js';

interface TcfMessage {
  __tcfapiReturn: { callId: number; returnValue: TcfData; success: boolean };
}

/**
 * Like `tcf`, for a page in a frame whose parent has the consent tool. The two communicate by `postMessage`.
 * @example
 * ```ts
 * import vitrina from 'vitrina';
 * import { tcfInFrame } from 'vitrina/consent/tcf-in-frame';
 *
 * void vitrina.initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events', consent: tcfInFrame() });
 * ```
 */
export const tcfInFrame = (): ConsentSource => (report) => {
  let found: Window | undefined;
  const callbacks: TcfCallback[] = [];

  const api: TcfApi = (command, version, callback, parameter) =>
    found?.postMessage(
      { __tcfapiCall: { command, version, parameter, callId: callbacks.push(callback) - 1 } },
      // The message contains nothing of this page, and the tool's origin is unknown.
      '*',
    );

  const find = () => {
    for (let frame: Window = window; !found && frame !== frame.parent;) {
      frame = frame.parent;
      try {
        // The tool's page has an empty frame of this name, which is readable across origins.
        if ((frame as unknown as Record<string, unknown>).__tcfapiLocator) found = frame;
      } catch {
        // Across origins, reading a name that the frame does not have throws.
      }
    }
    return found && api;
  };

  const onMessage = ({ source, data }: MessageEvent<TcfMessage | undefined>) => {
    const { callId, returnValue, success } = data?.__tcfapiReturn ?? {};
    if (source && source === found) callbacks[callId as number]?.(returnValue as TcfData, success as boolean);
  };

  return all([listen(window, 'message', onMessage), tcfFrom(find)(report)]);
};
