import { isObject } from '../base/json.js';
import type { TrackedEvent } from '../types/tracker.js';

/** Returns the body of `POST /public/identifications`. A trait cannot override session or user id. */
export const toIdentificationBody = ({ session, user_parameters, traits }: TrackedEvent) => {
  const user = isObject(user_parameters) ? user_parameters : {};
  return {
    source: user.source,
    ...(isObject(traits) ? traits : {}),
    session,
    user_id: user.id,
  };
};
