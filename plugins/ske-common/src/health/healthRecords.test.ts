import { healthRecordsOf } from './healthRecords';

it('takes a check that never ran for one without a date', () => {
  const records = [
    { state: 'degraded', lastRun: 0 },
    { state: 'ready', lastRun: 1_900_000_000 },
  ];
  expect(
    healthRecordsOf({
      status: { healthStatus: { healthRecords: records } },
    }).map(record => record.lastRun),
  ).toEqual([undefined, '2030-03-17T17:46:40.000Z']);
});

describe('a check', () => {
  const lastRun = 1_900_000_000;
  const outdatedBy = (status: object, generation = 2) =>
    healthRecordsOf({
      metadata: { generation },
      status: {
        ...{ observedGeneration: 2, ...status },
        healthStatus: { healthRecords: [{ state: 'degraded', lastRun }] },
      },
    })[0].outdatedBy;
  const ran = (time: unknown) => ({
    kratix: { workflows: { lastSuccessfulConfigureWorkflowTime: time } },
  });

  it.each([
    ['older than the last run', ran('2030-03-17T17:46:41Z'), 'run'],
    [
      'older than the last run, of an older Kratix',
      { lastSuccessfulConfigureWorkflowTime: '2030-03-17T17:46:41Z' },
      'run',
    ],
    ['of the same second', ran('2030-03-17T17:46:40Z'), undefined],
    ['newer', ran('2030-03-17T10:00:00Z'), undefined],
    ['of what never ran', {}, undefined],
    ['of what ran when nobody knows', ran('once'), undefined],
  ])('%s', (_, status, expected) => {
    expect(outdatedBy(status)).toBe(expected);
  });

  it('from before a change that is not carried out yet', () => {
    expect(outdatedBy(ran('2030-03-17T10:00:00Z'), 3)).toBe('change');
  });
});
