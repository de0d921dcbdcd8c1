import { asksName, freeName, isNameAllowed } from './names';

const page = (field: object) => ({ properties: { objname: field } } as never);

it('proposes a name that is free', () => {
  expect(freeName('Redis', [])).toBe('redis');
  expect(freeName('Redis', ['redis', 'redis-3'])).toBe('redis-2');
  expect(freeName('Redis', ['redis', 'redis-2'])).toBe('redis-3');
  expect(freeName('K'.repeat(63), ['k'.repeat(58)])).toHaveLength(60);
});

it('proposes none where the Template has one, or asks for none', () => {
  expect(asksName(page({ type: 'string' }))).toBe(true);
  expect(asksName(page({ type: 'string', default: 'mine' }))).toBe(false);
  expect(asksName({ properties: {} })).toBe(false);
});

it('holds a name against the rules of the form', () => {
  const dns = page({ pattern: '^[a-z]+$', maxLength: 3 });
  expect(isNameAllowed(dns, 'abc')).toBe(true);
  expect(isNameAllowed(dns, 'abcd')).toBe(false);
  expect(isNameAllowed(dns, 'Abc')).toBe(false);
  expect(isNameAllowed(page({}), 'Anything')).toBe(true);
  const ours = page({ 'ui:options': { newName: '^[a-z]+$', newMaxLength: 3 } });
  expect(isNameAllowed(ours, 'abc')).toBe(true);
  expect(isNameAllowed(ours, 'a.b')).toBe(false);
  expect(isNameAllowed(ours, 'abcd')).toBe(false);
});
