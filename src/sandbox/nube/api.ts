/**
 * NubeSDK as far as it is used; https://dev.nuvemshop.com.br/docs/applications/nube-sdk/overview (2026-11). States are read as
 * values of which nothing is sure.
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
