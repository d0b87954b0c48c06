import { find } from './find-elements.js';

/**
 * Makes the two buttons around a quantity count it up and down.
 *
 * @param {Element} stepper
 */
export const stepQuantity = (stepper) => {
  const input = /** @type {HTMLInputElement} */ (find('input', stepper));
  stepper.addEventListener('click', ({ target }) => {
    const step = target instanceof Element && target.closest('[data-step]')?.getAttribute('data-step');
    if (!step) return;
    step === '1' ? input.stepUp() : input.stepDown();
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
};
