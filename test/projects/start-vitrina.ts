import vitrina from 'vitrina';

/** Starts Vitrina, once in the browser. On a server it does nothing. */
export function startVitrina(): void {
  if (typeof window === 'undefined') return;
  vitrina
    .initialize('xy76ks', { endpoint: 'https://events.example.com/v1/events' })
    .catch((error: Error) => console.error(error.message));
}
