import type { AnswerError } from '../http/answers.js';
import { identified } from '../store/identity/namings.js';
import { refuseUserId } from '../store/identity/user-id.js';
import type { BatchEvent } from './batch.js';
import { isObject } from './parse-batch.js';

/** Characters of a value that are shown. */
const shown = 80;

/**
 * What is wrong with the user of an identification. Another event is not refused for its user: an order is worth more than the name
 * that a shop's code has filled in wrongly. It is stored as it is, and its user makes no profile.
 */
export function checkUser({ action, user_parameters }: BatchEvent): AnswerError[] {
  if (action !== identified) return [];
  const user = isObject(user_parameters) ? user_parameters : {};
  const reason = refuseUserId(user.id);
  if (reason === undefined) return [];
  const parameter = 'user_parameters.id';
  const value = (JSON.stringify(user.id) ?? 'missing').slice(0, shown);
  return [
    {
      type: user.id === undefined ? 'parameter_missing' : 'parameter_invalid',
      parameter,
      description: `The field "${parameter}" is ${value}: ${reason}.`,
    },
  ];
}
