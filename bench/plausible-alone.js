/** plausible-tracker as a file that starts by itself, as Vitrina's does, and reads from its address where events go. */
export const PLAUSIBLE_ALONE = `import plausible from 'plausible-tracker';
const apiHost = new URL(document.currentScript.src).searchParams.get('api');
window.tracker = plausible({ domain: location.hostname, apiHost });
tracker.enableAutoPageviews();`;
