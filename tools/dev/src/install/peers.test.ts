import { newPeerWarnings, peerWarningsIn } from './peers';

const OWN =
  "➤ YN0060: │ react is listed by your project with version 18.3.1 (p0d4ad), which doesn't satisfy what @material-ui/core and other dependencies request (but they have non-overlapping ranges!).";
const OURS =
  "➤ YN0060: │ @backstage/ui is listed by your project with version 0.10.0 (p3e1c9), which doesn't satisfy what @syntasso/plugin-ske-frontend requests (^0.18.0 || ^0.20.0).";
const MISSING =
  "➤ YN0002: │ app@workspace:packages/app doesn't provide react-router (p55aa1), requested by @syntasso/plugin-ske-frontend.";

const log = (...warnings: string[]) =>
  [
    '➤ YN0000: ┌ Post-resolution validation',
    ...warnings,
    '➤ YN0086: │ Some peer dependencies are incorrectly met by your project; run yarn explain peer-requirements <hash> for details.',
    '➤ YN0000: └ Completed',
  ].join('\n');

it('reads what does not fit and what is missing, without the codes', () => {
  expect(peerWarningsIn(log(OURS, MISSING, OURS))).toEqual([
    "@backstage/ui is listed by your project with version 0.10.0, which doesn't satisfy what @syntasso/plugin-ske-frontend requests (^0.18.0 || ^0.20.0).",
    "app@workspace:packages/app doesn't provide react-router, requested by @syntasso/plugin-ske-frontend.",
  ]);
});

it('leaves out what the app had before, whatever its code and versions asked for', () => {
  const again = OWN.replace('p0d4ad', 'pffff0').replace(
    'and other dependencies request (but they have non-overlapping ranges!)',
    'requests (^16.8.0 || ^17.0.0)',
  );
  expect(newPeerWarnings(log(OWN), log(again, OURS))).toEqual(
    peerWarningsIn(OURS),
  );
});

it('has those that packages which came with ours ask for', () => {
  const shared = OURS.replace(
    '@syntasso/plugin-ske-frontend requests',
    '@backstage/plugin-catalog and other dependencies request',
  );
  expect(newPeerWarnings(log(OWN), log(OWN, shared))).toHaveLength(1);
});
