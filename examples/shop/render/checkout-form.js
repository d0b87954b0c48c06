import { html } from '../../serve/html.js';

const DEPARTMENTS =
  'Artigas,Canelones,Cerro Largo,Colonia,Durazno,Flores,Florida,Lavalleja,Maldonado,Montevideo,Paysandú,Río Negro,Rivera,Rocha,Salto,San José,Soriano,Tacuarembó,Treinta y Tres'.split(
    ',',
  );

/** Where the script writes what is wrong with a field. @param {string} name */
const errorOf = (name) => html`<p class="field-error" id="${name}-error" data-test="${name}-error" hidden></p>`;

/**
 * @param {string} name
 * @param {string} label
 * @param {string} type
 * @param {string} autocomplete
 * @param {string} missing what to say where nothing is written
 * @param {string} [mismatch] what to say where it cannot be right
 */
const field = (name, label, type, autocomplete, missing, mismatch) =>
  html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      required
      data-missing="${missing}"
      ${mismatch && html`data-mismatch="${mismatch}"`}
      data-test="${name}"
    />
    ${errorOf(name)}
  </div>`;

/**
 * @param {string} name
 * @param {string} value
 * @param {string} label
 * @param {string} note
 * @param {boolean} checked
 */
const choice = (name, value, label, note, checked) =>
  html`<label class="choice">
    <input type="radio" name="${name}" value="${value}" ${checked && html`checked`} data-test="${name}-${value}" />
    <span><strong>${label}</strong><span class="choice-note">${note}</span></span>
  </label>`;

export const checkoutForm = html`<form class="checkout-form" data-checkout data-test="checkout-form">
  <fieldset>
    <legend>Who are you?</legend>
    ${field('name', 'Name', 'text', 'name', 'Write the name of who gets it.')}
    <div class="field-row">
      ${field(
        'email',
        'E-mail',
        'email',
        'email',
        'Write your e-mail address: the confirmation goes there.',
        'This is no e-mail address. One looks like ana@example.com.',
      )}
      ${field('phone', 'Telephone', 'tel', 'tel', 'Write a number at which the courier can call.')}
    </div>
  </fieldset>
  <fieldset>
    <legend>How do you get it?</legend>
    <div class="choices">
      ${choice('delivery', 'deliver', 'To my door', 'Three days, anywhere in Uruguay', true)}
      ${choice('delivery', 'collect', 'I collect it', 'Colonia, from tomorrow, free', false)}
    </div>
  </fieldset>
  <fieldset data-address>
    <legend>Where to?</legend>
    ${field('address', 'Street, number, flat', 'text', 'street-address', 'Write the street and the number.')}
    <div class="field-row">
      ${field('city', 'Town', 'text', 'address-level2', 'Write the town.')}
      <div class="field">
        <label for="department">Department</label>
        <select
          id="department"
          name="department"
          autocomplete="address-level1"
          required
          data-missing="Choose the department."
          data-test="department"
        >
          <option value="">Choose</option>
          ${DEPARTMENTS.map((name) => html`<option>${name}</option>`)}
        </select>
        ${errorOf('department')}
      </div>
    </div>
  </fieldset>
  <fieldset>
    <legend>How do you pay?</legend>
    <div class="choices">
      ${choice('payment', 'transfer', 'Bank transfer', 'We send you the details', true)}
      ${choice('payment', 'cash', 'On receipt', 'Cash or card, at the door', false)}
    </div>
  </fieldset>
  <button class="button button-wide" type="submit" data-test="place-order">Place the order</button>
  <p class="form-note">This is a demo shop: nothing is charged, and what you type stays on this page.</p>
</form>`;
