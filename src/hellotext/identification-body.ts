import { isObject } from '../base/json.js';
import type { TrackedEvent } from '../types/tracker.js';

/** The body of `POST /public/identifications`; neither session nor user can be overridden by a trait. */
export const toIdentificationBody = ({ session, user_parameters, traits }: TrackedEvent) => {
  const user = isObject(user_parameters) ? user_parameters : {};
  return {
    source: user.source,
    ...(isObject(traits) ? traits : {}),
    session,
    user_id: user.id,
  };
};
