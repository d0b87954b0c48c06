/** The data of a consent tool, with the fields of the TCF. */
export interface Choice {
  eventStatus: unknown;
  gdprApplies?: unknown;
  cmpStatus?: unknown;
  purpose?: unknown;
}

type Callback = (data: unknown, isGood: unknown) => void;
type Api = (command: string, version: number, callback: Callback, parameter?: unknown) => void;

/** The allowed purposes, as the field `purpose` of the TCF. */
export const allows = (...numbers: number[]) => ({
  consents: Object.fromEntries([1, 2, 8, 10].map((number) => [number, numbers.includes(number)])),
});

export const choice = (eventStatus: string, ...numbers: number[]): Choice => ({
  eventStatus,
  gdprApplies: true,
  cmpStatus: 'loaded',
  purpose: allows(...numbers),
});

/** Creates a consent tool as the TCF describes it: it calls each listener at once, and after each change. */
export const createCmp = (first?: Choice) => {
  let state = first;
  let next = 0;
  const listeners = new Map<number, Callback>();
  const calls: unknown[][] = [];
  const tell = (id: number) => state && listeners.get(id)?.({ ...state, tcString: 'CPXxRfA…', listenerId: id }, true);
  const api: Api = (command, version, callback, parameter) => {
    calls.push([command, version, parameter]);
    if (command === 'addEventListener') {
      listeners.set(++next, callback);
      tell(next);
    }
    if (command === 'removeEventListener') callback(listeners.delete(parameter as number), true);
  };
  return {
    api,
    listeners,
    calls,
    commands: () => calls.map(([command]) => command),
    /** Changes the data, as an answer of the visitor does. */
    set(changed: Choice) {
      state = changed;
      for (const id of [...listeners.keys()]) tell(id);
    },
  };
};

/** Creates the stub that pages have until the tool is loaded: it keeps calls in a list. */
export const createStub = () => {
  const queue: Parameters<Api>[] = [];
  const api: Api = (...call) => void queue.push(call);
  return { api, queue, replay: (real: Api) => queue.splice(0).forEach((call) => real(...call)) };
};
