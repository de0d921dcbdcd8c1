import {
  asNumber,
  asText,
  at,
  isObject,
  mapValues,
  type EventView,
  type Manifest,
} from '@syntasso/plugin-ske-common';
import type { JsonObject } from '@backstage/types';
import { maskText } from '../redaction/maskText';

const EVENTS_SHOWN = 50;

/** The object without a spec or status of the wrong type, which no view can have. */
export function withoutMalformedParts(object: Manifest): Manifest {
  const { spec, status, ...rest } = object;
  return {
    ...rest,
    ...(isObject(spec) || Array.isArray(spec) ? { spec } : {}),
    ...(isObject(status) ? { status } : {}),
  };
}

/** Events, newest first; equal ones are one, with their count. */
export function makeEventViews(events: Manifest[]): EventView[] {
  const eventsByKey = new Map<string, EventView>();
  for (const event of events) {
    const view = makeEventView(event);
    const key = `${view.type} ${view.reason} ${view.note}`;
    const sameEvent = eventsByKey.get(key);
    eventsByKey.set(
      key,
      sameEvent
        ? {
            ...view,
            count: sameEvent.count + view.count,
            at: (sameEvent.at ?? '') > (view.at ?? '') ? sameEvent.at : view.at,
          }
        : view,
    );
  }
  return [...eventsByKey.values()]
    .sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))
    .slice(0, EVENTS_SHOWN);
}

/** An Event of `events.k8s.io`, or the same by the older core API. */
function makeEventView(event: Manifest): EventView {
  const text = (...path: string[]) => asText(at(event, ...path));
  return {
    type: text('type') ?? 'Normal',
    reason: text('reason') ?? '',
    note: text('note') ?? text('message') ?? '',
    at:
      text('series', 'lastObservedTime') ??
      text('eventTime') ??
      text('deprecatedLastTimestamp') ??
      text('lastTimestamp') ??
      event.metadata.creationTimestamp,
    count:
      asNumber(at(event, 'series', 'count')) ??
      asNumber(at(event, 'deprecatedCount')) ??
      asNumber(at(event, 'count')) ??
      1,
  };
}

/** Fields that hold sentences; the platform may quote there a value that it does not like. */
const SENTENCES = /(^|\.)(message|note|details|values\.[^.]+)$/;

/** A part of a view, its sentences without secrets. */
export const withoutQuotedSecrets = <Part extends object>(
  part: Part,
  secrets: string[],
): Part =>
  mapValues(part as JsonObject, (text, path) =>
    typeof text === 'string' && SENTENCES.test(path)
      ? maskText(text, secrets)
      : undefined,
  ) as Part;
