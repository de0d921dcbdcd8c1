import { fixerOf } from './fixers';
import type { HealthReason } from './reasons';

it.each([
  ['pipelineFailed', 'requesterOrPlatform', 'platform'],
  ['failing', 'platform', 'platform'],
  ['paused', 'approver', 'approver'],
  ['reconciled', 'nobody', 'nobody'],
  ['invented', 'nobody', 'nobody'],
])('says who can change %s: %s, of an offering %s', (code, own, offerings) => {
  // An engine in plain JavaScript may give any code.
  const reason = { code, values: {} } as HealthReason;
  expect(fixerOf(reason, 'resource')).toBe(own);
  expect(fixerOf(reason, 'offering')).toBe(offerings);
});
