import { isObject } from '../base/json.js';
import type { TrackedEvent, UtmParams } from '../types/tracker.js';

/** What Hellotext's API takes for a campaign: nothing unless both source and medium are known. */
export const toUtm = (utm: UtmParams | undefined): Partial<UtmParams> => {
  if (!utm?.source || !utm.medium) return {};
  const { source, medium, campaign, term, content, observed_at } = utm;
  return { source, medium, campaign, term, content, observed_at };
};

/** The body of `POST /track/events`, and the headers that a caller of Hellotext.js may add by `headers`. */
export const toEventBody = (event: TrackedEvent) => {
  const {
    session,
    user_parameters,
    action,
    tracked_at,
    page,
    utm_params,
    headers,
    // What only the batch protocol knows.
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
      // Whole seconds are what each of the API's descriptions allows.
      tracked_at: Math.floor(tracked_at) || undefined,
      url,
      page: { url, title, path },
      utm_params: toUtm(utm_params),
    },
    headers,
  };
};
