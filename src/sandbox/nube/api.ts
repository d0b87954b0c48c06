/**
 * The part of NubeSDK that is used; https://dev.nuvemshop.com.br/docs/applications/nube-sdk/overview (2026-11). Each field of a
 * state is checked before it is used.
 */
export interface NubeApi {
  on(event: never, listener: (state: object) => void): void;
  off(event: never, listener: (state: object) => void): void;
  getState(): object;
  getBrowserAPIs(): {
    asyncLocalStorage: {
      getItem(key: string): Promise<string | null>;
      setItem(key: string, value: string): Promise<unknown>;
      removeItem(key: string): Promise<unknown>;
    };
  };
  getAppSettings?(): Record<string, { value?: unknown }>;
}
