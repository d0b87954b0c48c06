import { quietly } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import type { Stop } from '../../../types/tracker.js';
import { readRoute } from './routes.js';

/** The button that Shopify takes for the one to the checkout, wherever it is sent from. */
const isButton = (element: Element | null | undefined) => element?.getAttribute('name') === 'checkout';

/** Tells when somebody sets out for the checkout: by a link, or by the form of the cart. */
export const watchCheckout = (begun: () => void): Stop => {
  const clicked = quietly((event: Event) => {
    const [inner] = event.composedPath() as Element[];
    const element = inner?.closest('a,button,input') as HTMLButtonElement | null | undefined;
    // What submits a form is told by the form, which may have something to object.
    if (isButton(element) && !(element?.form && element.type === 'submit')) begun();
    else if (readRoute(element?.getAttribute('href')).isCheckout) begun();
  });
  const submitted = quietly((event: SubmitEvent) => {
    const form = event.target as Element;
    if (isButton(event.submitter) || readRoute(form.getAttribute('action')).isCheckout) begun();
  });
  // While capturing, since drawers keep clicks to themselves.
  return all([
    listen(document, 'click', clicked, { capture: true }),
    listen(document, 'submit', submitted, { capture: true }),
  ]);
};
