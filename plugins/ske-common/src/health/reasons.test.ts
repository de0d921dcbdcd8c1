import {
  describeHealthReason,
  describeHealthReasonCode,
  healthReasonCodes,
  healthReasons,
  healthReasonSchema,
  mapHealthReasonValues,
  type HealthReason,
  type HealthReasonCode,
} from './reasons';

/** Braces of a placeholder, or the character that stands for a missing value. */
const LEFT_OVER = /[{}]|\p{Cc}/u;

const textOf = (code: HealthReasonCode): string => healthReasons[code].text;
const placeholdersIn = (text: string) =>
  [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name);
const optionalOf = (code: HealthReasonCode): readonly string[] => {
  const reason = healthReasons[code];
  return 'optional' in reason ? reason.optional : [];
};
/** A reason with a word for each of its values, or only for those that it must have. */
const reasonOf = (code: HealthReasonCode, without: readonly string[] = []) =>
  healthReasonSchema.parse({
    code,
    values: Object.fromEntries(
      placeholdersIn(textOf(code))
        .filter(name => !without.includes(name))
        .map(name => [name, `the-${name}`]),
    ),
  });

describe.each(healthReasonCodes)('%s', code => {
  it('mentions each value that may be missing', () => {
    expect(placeholdersIn(textOf(code))).toEqual(
      expect.arrayContaining([...optionalOf(code)]),
    );
  });

  it('has a text that says each of its values', () => {
    const text = describeHealthReason(reasonOf(code));
    expect(text).not.toMatch(LEFT_OVER);
    for (const name of placeholdersIn(textOf(code)))
      expect(text).toContain(`the-${name}`);
  });

  it('leaves no gap for what is missing', () => {
    const text = describeHealthReason(reasonOf(code, optionalOf(code)));
    expect(text).toMatch(
      code === 'unrecognised' ? /^the-code$/ : /^[A-Z].*\.$/,
    );
    expect(text).not.toMatch(LEFT_OVER);
    expect(text).not.toMatch(/ {2}| [.,;]/);
  });
});

it('leaves what the platform says as it is', () => {
  const message = 'cannot read .env,  line {{2}}';
  expect(
    describeHealthReason({
      code: 'pipelineFailed',
      values: { message },
    }),
  ).toBe(`Setting it up failed: ${message}`);
});

it('can be told without any words of pipelines or the platform', () => {
  expect(describeHealthReasonCode('pipelineFailed')).toBe(
    'Setting it up failed.',
  );
  expect(describeHealthReasonCode('healthUnhealthy')).toBe(
    'A health check failed.',
  );
});

it('says it in another language', () => {
  expect(
    describeHealthReason(
      { code: 'pipelineFailed', values: {} },
      (code, { message }) => `${code}: gescheitert. ${message}`,
    ),
  ).toBe('pipelineFailed: gescheitert.');
});

it.each(['invented', 'constructor', '__proto__', ''])(
  'reads the code "%s" of a newer backend',
  code => {
    const values = { pipeline: 'configure' };
    const reason = healthReasonSchema.parse({ code, values });
    expect(reason).toEqual({ code: 'unrecognised', values: { code } });
    expect(describeHealthReason(reason)).toBe(code);
  },
);

it('keeps a code that it knows, with its values', () => {
  const reason: HealthReason = {
    code: 'writing',
    values: { destination: 'edge' },
  };
  expect(healthReasonSchema.parse(reason)).toEqual(reason);
  expect(mapHealthReasonValues(reason, text => text.toUpperCase())).toEqual({
    code: 'writing',
    values: { destination: 'EDGE' },
  });
});

it('is checked by the compiler', () => {
  const reasons: HealthReason[] = [
    // @ts-expect-error No such code.
    { code: 'invented', values: {} },
    // @ts-expect-error Its pipeline is missing.
    { code: 'pipelineRunning', values: {} },
    // @ts-expect-error Its text mentions no message.
    { code: 'pipelineRunning', values: { pipeline: 'a', message: 'b' } },
    // @ts-expect-error Its text mentions nothing.
    { code: 'deleting', values: { pipeline: 'a' } },
    { code: 'pipelineFailed', values: {} },
  ];
  expect(reasons).toHaveLength(5);
});
