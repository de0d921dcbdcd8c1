import type {
  OfferingSummary,
  OfferingView,
} from '@syntasso/plugin-ske-common';
import { offeringSummary, promiseView } from '../__testUtils__';
import type { T } from '../translations/useT';
import { whyNotRequestable } from './whyNotRequestable';

const t: T = (key: string, values: Record<string, string | number> = {}) =>
  key === 'locale' ? 'en' : `${key} ${JSON.stringify(values)}`;
const health = {
  state: 'pending',
  reason: { code: 'notStarted', values: {} },
} as const;

it.each<
  [string, Partial<OfferingView>, Partial<OfferingSummary>, string | undefined]
>([
  ['nothing', {}, { offers: true }, undefined],
  [
    'that it offers nothing',
    { api: undefined },
    { offers: false },
    'promise.noApi {}',
  ],
  [
    'that it is not available',
    { available: false, health },
    { available: false, health },
    'promise.unavailable {"reason":"reason.notStarted {}"}',
  ],
])(
  'says the same of a Promise on its page and among others: %s',
  (_, ofView, ofSummary, sentence) => {
    expect(whyNotRequestable(promiseView(ofView), t)).toBe(sentence);
    expect(whyNotRequestable(offeringSummary(ofSummary), t)).toBe(sentence);
  },
);

it('says that there is no form yet', () => {
  const view = promiseView({ templateRef: undefined });
  expect(whyNotRequestable(view, t, 'Ask team-a.')).toBe(
    'promise.noTemplate {}',
  );
});

it('says why the person may not, whoever knows it', () => {
  const reason = 'Ask team-a.';
  const create = { allowed: false, by: 'backstage', reason } as const;
  expect(whyNotRequestable(offeringSummary({ create }), t)).toBe(reason);
  expect(whyNotRequestable(promiseView(), t, reason)).toBe(reason);
});
