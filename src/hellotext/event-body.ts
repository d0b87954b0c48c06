import { isObject } from '../base/json.js';
import type { TrackedEvent, UtmParams } from '../types/tracker.js';

/** The campaign in the API's form; empty unless both source and medium are present, because the API requires them. */
export const toUtm = (utm: UtmParams | undefined): Partial<UtmParams> => {
  if (!utm?.source || !utm.medium) return {};
  const { source, medium, campaign, term, content, observed_at } = utm;
  return { source, medium, campaign, term, content, observed_at };
};

/** Returns the body of `POST /track/events`, and the headers that the caller has passed as `headers`. */
export const toEventBody = (event: TrackedEvent) => {
  const {
    session,
    user_parameters,
    action,
    tracked_at,
    page,
    utm_params,
    headers,
    // These fields belong to the batch protocol only.
    id: _id,
    seq: _seq,
    observed_by: _observer,
    visit: _visit,
    click_ids: _clicks,
    first_touch: _touch,
    linked_session: _linked,
    source_event_id: _source,
    ...props
  } = event;
  const { url, title, path } = page ?? {};
  return {
    body: {
      session,
      user_parameters: isObject(user_parameters) ? user_parameters : {},
      action,
      ...props,
      // Each description of the API allows whole seconds.
      tracked_at: Math.floor(Number.isFinite(tracked_at) ? tracked_at : 0) || undefined,
      url,
      page: { url, title, path },
      utm_params: toUtm(utm_params),
    },
    headers,
  };
};
