/** @typedef {HTMLInputElement | HTMLSelectElement} Field */

/**
 * Puts a sentence under a field, where a place for it waits, and ties both together; no sentence takes it away.
 *
 * @param {Field} field
 * @param {string} sentence
 */
export const explain = (field, sentence) => {
  const place = document.getElementById(`${field.id}-error`);
  if (!place) return;
  place.textContent = sentence;
  place.hidden = sentence === '';
  if (sentence) {
    field.setAttribute('aria-invalid', 'true');
    field.setAttribute('aria-describedby', place.id);
  } else {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }
};

/** @param {Field} field @returns {string} what is wrong with it, in the words of its markup or else of the browser */
const problemOf = (field) => {
  if (!field.willValidate || field.validity.valid) return '';
  const { missing, mismatch } = field.dataset;
  return (field.validity.valueMissing ? missing : mismatch) ?? field.validationMessage;
};

/**
 * Takes the place of the browser's bubbles, which show one problem at a time and go away: a sentence under each field,
 * until what is in it is right.
 *
 * @param {HTMLFormElement} form
 * @returns {() => boolean} explains every field, moves to the first that is wrong, and says whether all are right
 */
export const explainFields = (form) => {
  const fields = () =>
    [...form.elements].filter((element) => element instanceof HTMLInputElement || element instanceof HTMLSelectElement);
  const check = (/** @type {Event} */ { target }) => {
    const field = fields().find((candidate) => candidate === target);
    // A field that was not complained of is left alone while somebody types.
    if (field?.hasAttribute('aria-invalid')) explain(field, problemOf(field));
  };
  form.noValidate = true;
  form.addEventListener('input', check);
  form.addEventListener('change', check);
  return () => {
    for (const field of fields()) explain(field, problemOf(field));
    const first = fields().find((field) => problemOf(field) !== '');
    first?.focus();
    return first === undefined;
  };
};
