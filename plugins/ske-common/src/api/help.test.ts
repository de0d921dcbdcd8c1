import {
  encodeText,
  fillHelpUrl,
  helpPlaceholders,
  isSafeLink,
  readHelp,
  type HelpPlaceholder,
} from './help';

it.each([
  ['nothing', undefined],
  ['an e-mail address', { email: 'platform-team@mail.example.org' }],
  [
    'all of them',
    {
      email: 'platform@example.org',
      url: 'https://tickets.example.org/new?summary={title}&description={text}',
      chat: 'https://chat.example.org/channels/platform',
    },
  ],
  ['another mailbox', { url: 'mailto:desk@example.org?subject={title}' }],
])('takes %s', (_, value) => {
  expect(readHelp(value)).toEqual({ kind: 'read', help: value ?? {} });
});

it.each([
  [
    { email: 'platform' },
    /^ske\.help\.email in app-config is no e-mail address/,
  ],
  [
    { email: 'a@b.example?bcc=x@y.example' },
    /^ske\.help\.email in app-config is no e-mail/,
  ],
  [
    // eslint-disable-next-line no-script-url -- what must not become a link
    { chat: 'javascript:alert(1)' },
    /^ske\.help\.chat in app-config is no address that begins with https/,
  ],
  [
    { url: 'data:text/html,{text}' },
    /^ske\.help\.url in app-config is no address/,
  ],
  [
    { url: 'tickets.example.org' },
    /^ske\.help\.url in app-config is no address/,
  ],
  [
    { url: 'https://tickets.example.org/{titel}' },
    /^ske\.help\.url .* has a placeholder that is not known; there are \{title\}/,
  ],
  [{ phone: '112' }, /^ske\.help in app-config is not right: .*phone/],
  [{ email: 1 }, /^ske\.help\.email in app-config is not right/],
  ['platform@example.org', /^ske\.help in app-config is not right/],
])('says what is wrong with %j', (value, problem) => {
  expect(readHelp(value)).toEqual({
    kind: 'invalid',
    problem: expect.stringMatching(problem),
  });
});

it('fills placeholders in, so that nothing of a text becomes part of the address', () => {
  const values = Object.fromEntries(
    helpPlaceholders.map(name => [name, `${name}&x=1#`]),
  ) as Record<HelpPlaceholder, string>;
  expect(
    fillHelpUrl('https://t.example.org/?a={title}&b={name}&c={other}', values),
  ).toBe(
    'https://t.example.org/?a=title%26x%3D1%23&b=name%26x%3D1%23&c={other}',
  );
});

it('encodes half a character', () => {
  expect(encodeText('a\uD83D')).toBe('a%EF%BF%BD');
  expect(encodeText('😀')).toBe('%F0%9F%98%80');
});

it.each([
  'vbscript:x',
  ' javascript:x',
  '//host/path',
  '',
  'file:///etc/passwd',
])('makes no link of %j', text => {
  expect(isSafeLink(text)).toBe(false);
});
