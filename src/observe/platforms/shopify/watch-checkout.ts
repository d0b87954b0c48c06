import { quietly } from '../../../base/attempt.js';
import { all, listen } from '../../../browser/listen.js';
import type { Stop } from '../../../types/tracker.js';
import { readRoute } from './routes.js';

/** Whether it is a button to the checkout. Shopify knows the button by its name, in any form. */
const isButton = (element: Element | null | undefined) => element?.getAttribute('name') === 'checkout';

/** Calls back when the visitor goes to the checkout, by a link, a button or the form of the cart. */
export const watchCheckout = (onCheckout: () => void): Stop => {
  const clicked = quietly((event: Event) => {
    const [inner] = event.composedPath() as Element[];
    const element = inner?.closest('a,button,input') as HTMLButtonElement | null | undefined;
    // A submit button counts when its form is submitted, because the form may be invalid.
    if (isButton(element) && !(element?.form && element.type === 'submit')) onCheckout();
    else if (readRoute(element?.getAttribute('href')).isCheckout) onCheckout();
  });
  const submitted = quietly((event: SubmitEvent) => {
    const form = event.target as Element;
    if (isButton(event.submitter) || readRoute(form.getAttribute('action')).isCheckout) onCheckout();
  });
  // While capturing, because drawers stop the propagation of clicks.
  return all([
    listen(document, 'click', clicked, { capture: true }),
    listen(document, 'submit', submitted, { capture: true }),
  ]);
};
