import { requireAllowedAddress } from './catalogServer';

it.each([
  ['https://8.8.8.8:6443', []],
  ['https://[2606:4700:4700::1111]', []],
  ['http://platform.example.org', ['platform.example.org']],
  ['https://10.0.0.1', ['10.0.0.1']],
  ['https://a.example.org', ['*.EXAMPLE.org']],
  ['https://example.org', ['*.example.org']],
])('lets %s be asked where %j are allowed', async (url, allowed) => {
  await expect(requireAllowedAddress(url, allowed)).resolves.toBeUndefined();
});

it.each([
  ...['10.0.0.1', '127.0.0.1', '169.254.169.254', '172.31.0.1', '192.168.1.1'],
  ...['100.64.0.1', '0.0.0.0', '[::1]', '[::]', '[fe80::1]', '[fd00::1]'],
  ...['[::ffff:10.0.0.1]', '[::ffff:8.8.8.8]', '[64:ff9b::a00:1]', '0x7f.1'],
  ...['[64:ff9b:1::1]', '[fec0::1]', '[5f00::1]', '[3fff::1]'],
])('refuses %s, which is not for everybody', async host => {
  await expect(requireAllowedAddress(`https://${host}`, [])).rejects.toThrow(
    'is no public address. Add the host to dangerouslyAllowClusterUrls',
  );
});

it.each([
  ['nonsense', 'is no URL'],
  ['https://a:b@example.org', 'has credentials in it'],
  ['ftp://example.org', 'https address'],
  ['http://8.8.8.8', 'is plain HTTP'],
  ['https://evilexample.org.invalid', 'ENOTFOUND'],
])('refuses %s', async (url, text) => {
  const allowed = ['*.example.org'];
  const refusal = requireAllowedAddress(
    url,
    text === 'is plain HTTP' ? [] : allowed,
  );
  await expect(refusal).rejects.toThrow(
    text === 'ENOTFOUND' ? /ENOTFOUND|EAI_AGAIN/ : text,
  );
});
