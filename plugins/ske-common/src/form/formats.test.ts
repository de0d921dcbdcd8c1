import { integerRange, isFormat, KUBERNETES_FORMATS } from './formats';

/**
 * What the validators of kube-apiserver 1.36.3, run on texts, say of each: "+"
 * before those that have the format, "-" before those that do not. ∅ stands for
 * the empty text, ␣ for a space, ␉ for a tab and ␊ for a line break.
 */
const VERDICTS = String.raw`
bsonobjectid + 507f1f77bcf86cd799439011 000000000000000000000000
bsonobjectid - ∅ 507f1f77bcf86cd79943901 507f1f77bcf86cd79943901g
  507f1f77bcf86cd799439011␊
uri + * / // /a␣b /%41 /a#b /é /a?% /[ http: http:a http:// http:/a a+b.-c:d
  mailto:a@b urn:isbn:0 C:\a http://a HTTPS://A.b/ http://a/b␣c http://a/#b
  http://a?b␣%zz http://é http://a_b.c http://-a http://a..b/ http://a:80
  http://a: http://a:99999 db://1:2,3:4 http://[::1] http://[::1]:80
  http://[::ffff:1.2.3.4] http://[fe80::1%25e0] http://[::1%25a%20b]
  http://[::1%25%7e%5b] http://[::1%25]] http://a]b http://<a> http://"a"
  http://a%25 http://a%c3%a9 http://u@h http://u:p@h http://u:p@q@h
  http://u%20@h http://u/p@h http://@ x:%gg x://h?%gg http://h/\a /😀 http://😀
uri - ∅ ** a a/b ./a ?a #a /% /%4 /%zz /␊ :a 1a:b a_b:c http://a␣b http://a#b
  http://a:b http://a:-1 http://1:2:3 db://1:2:x http://[::1]:x http://[::1
  http://::1 http://[1.2.3.4] http://[::01.2.3.4] http://[00001::]
  http://[fe80::1%25] http://[fe80::1%e0] http://[::1%25a%2fb] http://a[b
  http://a^b http://a%41 http://a%2 http://u␣v@h http://u%2@h http://é@h
  http://u[@h http://@h:x ftp://h/%gg http://h\a 😀:a
email + a@b a@b.c a.b@c a@b-c a@-b a_b+c@d A@B é@ü a@é.com 😀@😀 a@b/c a/b@c
  a'b@c a&b=c@d ␣a@b a@b␣ ␉a@b␉ a@␣b a@[1.2.3.4] a@[::1] "a"@b "a␣b"@c "a\"b"@c
  "a\b"@c "a@b"@c "é"@b <a@b> A<a@b> A␣<a@b> A␣B␣<a@b> A.B.␣<a@b> .␣<a@b>
  "A,␣B"␣<a@b> ""<a@b> A␣<␣a@b> A␣<a@b>␣ a@b␣(c) a@b(c) a@b␣(c(d)e) a@b␣(c\))
  a@b␣(")␣(") A␣(c)␣<a@b> A(c)<a@b> A␣<a@b>␣(c) "(A"␣<a@b> "A␣(b)"@c a@b␣(␊)
  A:a@b; A:␣a@b␣;␣ A:<a@b>; A␣B:␣C␣<a@b>␣(c);(d) "A":a@b; A(c):a@b; A:a@[::1];
  =?utf-8?q?A?=␣<a@b> =?utf-8?b?QQ==?=␣<a@b>
email - ∅ a a@ @b a@b.c. .a@b a.@b a..b@c a␣b@c a@b␣c a@@b a@b@c a,b@c a;b@c
  a:b@c a@b:c a@b;c a@b␊ ␊a@b a␣@b a@[1.2.3] a@[01.2.3.4] a@[IPv6:::1]
  a@[::1%25e] a@[] a@[1.2.3.4 ""@a "a\"@c "a␊b"@c "a"b@c a"b"@c "a".b@c <a@b
  a@b> <a> <> A,␣B␣<a@b> A␣<a@b␣> A␣<a@b>␣B a@b␣<c@d> (c)␣a@b (c)a@b a(c)@b
  a@(c)b a@b␣(c a@b␣(c)) a@b␣(c\ (c)␣A␣<a@b> A␣<a@b(c)> A:; A:a@b A:a@b,c@d;
  A:B:a@b;; :a@b; A:(c)a@b; a@b; a@b,c@d a@b, ,a@b mailto:a@b
hostname + a A 1 ab a- a-b a-bc a.bc a.bC localhost host.local my-host.local
  a-b.cd a--b.cd a-b-c.de a.b-c.de example.com EXAMPLE.COM xn--bcher-kva.com
  bücher.de bücher 例え.テスト 😀 😀.com $ a+b a+b.cd ª ﬁ ñ ñ.com
hostname - ∅ -a a-bc- ab-c ab-cd my-host a--b a_b a.b a.b1 a.1b 1.23 1.2.3.4
  a.b. .a .a.bc a..bc -a.bc a-.bc a_b.cd a.b.c a.c-d example.com. a.😀 a.😀b a␣b
  a␊ .bc a:80 a/b ١.com a² a・b.jp *.a.com *
ipv4 + 1.2.3.4 0.0.0.0 255.255.255.255 01.02.03.04 001.002.003.004 0000001.2.3.4
  00.00.00.00 ::1.2.3.4 ::ffff:1.2.3.4 ::ffff:01.02.03.04 1:2:3:4:5:6:1.2.3.4
  1.2.3.00000000000000000000004
ipv4 - ∅ 256.1.1.1 1.2.3 1.2.3.4.5 1.2.3. .1.2.3 1..2.3 0256.1.1.1 1.2.3.4␣
  ␣1.2.3.4 1.2.3.4/8 1.2.3.a 0x1.2.3.4 -1.2.3.4 +1.2.3.4 1,2,3,4 ::1
  ::ffff:1.2.3 1.2.3.4:: 1.2.3.4:80 ١.2.3.4 16777215.1.1.1
ipv6 + :: ::1 1:: 1:2:3:4:5:6:7:8 1::8 1:2:3:4:5:6:7:: ::2:3:4:5:6:7:8
  1::3:4:5:6:7:8 abcd:EF01:: 0001:: ::ffff:1.2.3.4 ::1.2.3.4 1:2:3:4:5:6:1.2.3.4
  1:2:3:4:5::1.2.3.4
ipv6 - ∅ : ::: 1 1:2 1:2:3:4:5:6:7 1:2:3:4:5:6:7:8:9 1:2:3:4::5:6:7:8 1::2::3
  1:2:3:4:5:6:7: :2:3:4:5:6:7:8 12345:: 00001:: g:: fe80::1%eth0 ::1%1 [::1]
  ::1/128 1:2:3:4:5:6:7:1.2.3.4 1:2:3:4:5:6::1.2.3.4 ::1.2.3 ::1.2.3.4.5
  ::01.2.3.4 ::256.2.3.4 1.2.3.4:: 1.2.3.4 ::1.2.3.4:5 ␣::1 ::1␣ 1:2:::3
cidr + 1.2.3.4/0 1.2.3.4/8 1.2.3.4/32 10.0.0.0/08 10.0.0.0/000000032 010.0.0.0/8
  ::/0 ::1/128 fe80::/10 00001::/16 ::ffff:1.2.3.4/120 ::1.2.3.4/33 ::01.2.3.4/8
cidr - ∅ 1.2.3.4 1.2.3.4/ /8 1.2.3.4/33 10.0.0.0/-1 10.0.0.0/+8 10.0.0.0/8␣
  ␣10.0.0.0/8 10.0.0.0/8/8 10.0.0.0//8 10.0.0.0/0a 10.0.0.0/255.0.0.0
  256.0.0.0/8 ::1/129 12345::/16 1.2.3.4::/8 [::1]/8 ::/ ::/99999999999999999999
mac + 00:00:5e:00:53:01 00-00-5E-00-53-01 0000.5e00.5301 00005e005301
  02:00:5e:10:00:00:00:01 0200.5e10.0000.0001
  00:00:00:00:fe:80:00:00:00:00:00:00:02:00:5e:10:00:00:00:01
mac - ∅ 00:00:5e:00:53:01:02 00:00:5e-00:53:01 00:00:5e:00:53:1 0:0:5e:0:53:1
  :00:00:5e:00:53:01 0000.5e00.530 0000.5e00.53 0000.5e00 00005e00530
uuid + 123e4567-e89b-12d3-a456-426614174000 123E4567-E89B-12D3-A456-426614174000
  123e4567e89b12d3a456426614174000
uuid - ∅ 123e4567--e89b-12d3-a456-426614174000
  urn:uuid:123e4567-e89b-12d3-a456-426614174000
uuid3 + 123e4567-e89b-32d3-a456-426614174000 123e4567e89b32d3f456426614174000
uuid3 - ∅ 123e4567-e89b-42d3-a456-426614174000
uuid4 + 123e4567-e89b-42d3-a456-426614174000 123e4567e89b42d38456426614174000
uuid4 - ∅ 123e4567-e89b-42d3-c456-426614174000
  123e4567-e89b-52d3-a456-426614174000
uuid5 + 123e4567-e89b-52d3-a456-426614174000
uuid5 - ∅ 123e4567-e89b-42d3-a456-426614174000
isbn + 0321751043 0-321-75104-3 978-0321751041 9780321751041 340101319X
  3␣401␣01319␣X 3␉401␊01319-X 0000000000
isbn - ∅ 0321751044 9780321751042 3401013198 340101319x X401013190 --- 032175104
  978032175104X 0.321.75104.3 ٠321751043
isbn10 + 0321751043 0-321-75104-3 340101319X ␣0321751043␣
isbn10 - ∅ 340101319x 9780321751041 0321751044 XXXXXXXXXX 000000000X
isbn13 + 9780321751041 978-0321751041 978␣0␣321␣75104␣1 4006381333931
isbn13 - ∅ 0321751043 9780321751042 978032175104X
creditcard + 4111111111111111 4111-1111␣1111.1111 card:␣4111111111111111!
  5555555555554444 6011111111111117 378282246310005 36111111111111
  30569309025904 3530111333300000 3500000000000009 180000000000002
creditcard - ∅ 4111111111111112 2223003122003222 6511111111111116 30611111111111
  0000000000000000 a ٤111111111111111
ssn + 123-45-6789 123␣45␣6789 123-45␣6789 000-00-0000
ssn - ∅ 123456789 12345-6789 123-456789 123-45-678 1234-5-6789 123--45-6789
  a23-45-6789 ␣123-45-678 123-45-6789␊
hexcolor + #fff #FFF fff #ffffff ffffff
hexcolor - ∅ #ffff #fffffff #ggg #12345 ##fff #fff␊ ␣#fff # 0xfff #１２３
rgbcolor + rgb(0,0,0) rgb(255,255,255) rgb(␣0␣,␉0␊,0␣) rgb(1,20,199)
  rgb(200,249,250)
rgbcolor - ∅ rgb(256,0,0) rgb(0,0) rgb(0,0,0,0) rgb␣(0,0,0) ␣rgb(0,0,0)
  rgb(0,0,0)␣ RGB(0,0,0) rgb(00,0,0) rgb(01,2,3) rgb(-1,0,0) rgb(1.5,0,0)
  rgb(0␣0␣0) rgb(0,0,0 #fff
byte + aGk= aGVsbG8= aGVs aA== aGVsbG8h+/== aGV= AB==
byte - ∅ aGVsbG8 aA= a=== ==== = == aGVsbG8h-_== aGVs␊bG8= aGVs␣ ␣aGVs aGVsbG8==
  aGk=aGk= AA==A é=== 😀== a
password + ∅ a ␣ ␊ 😀
date + 2026-01-01 2026-12-31 2024-02-29 2000-02-29 0000-01-01 0000-02-29
  9999-12-31
date - ∅ 2026-1-1 2026-13-01 2026-00-01 2026-01-00 2026-01-32 2026-04-31
  2026-02-29 1900-02-29 10000-01-01 -2026-01-01 +2026-01-01 26-01-01 2026/01/01
  20260101 2026-01-01T00:00:00Z ␣2026-01-01 2026-01-01␊ 2026-01 ２０26-01-01
datetime + 2026-01-01T00:00:00Z 2026-01-01t00:00:00z 2026-01-01T00:00:00.1Z
  2026-01-01T00:00:00x5Z 2026-01-01T00:00:0055Z 2026-01-01T00:00:00z5Z
  2026-01-01T00:00:00+01:00 2026-01-01T00:00:00+99:99 2026-01-01T00:00:00ZT
  2026-01-01T00:00:00ZTrash
datetime - ∅ 2026-01-01T00:00:00 2026-01-01␣00:00:00Z 2026-01-01
  2026-01-01T23:60:00Z 2026-12-31T23:59:60Z 2026-01-01T00:00:00.Z
  2026-01-01T00:00:00+0100 2026-02-30T00:00:00Z
duration + 0 +0 -0 1s 1.5s .5s 1.s -.5s +1h 1h30m -1h30m 1h␣30m 1h-30m 1ns 1us
  1µs 1μs 1ms 1m 1h 1d 1w 1␣s 1␣second 2␣seconds 1␣sec 1␣secx 1S 1␣DAY 1␣Days
  3␣weeks 1wk 1hr 1hours 1␣minute 1␣millis 1␣ns 1␉d 1␊d ␣1␣d␣ in␣1␣day,␣ok
  1.5days 1,5␣days 1␣x␣2␣days 1␣MS P1D PT1H 1d2h 99999999h 2562047h 2562047.h
  -9223372036854775808ns .99999999999999999999999999s 1e3s 0x1s 1_000s
duration - ∅ 00 0.0 1 -1 s . .s 1hh 1y 1month 1mo 1␣se 1wks 1hrs 1µsec d day
  1-day µS P1Y 99999999999999999999s 1s␣99999999999999999999x ١s 1ｓ infinity
k8s-short-name + a 1 a-b a--b my-name-1
k8s-short-name - ∅ a- -a A a.b a_b aé a␣ a␊
k8s-long-name + a a.b 1.2 a-b.c-d example.com
k8s-long-name - ∅ a. .a a..b a-.b -a.b a.-b A.b a_b.c a/b a.b␊
`;

const verdicts = VERDICTS.trim()
  .split(/\n(?! )/)
  .map(line => line.split(/\s+/));

function meant(text: string) {
  const meanings = ['', ' ', '\t', '\n'];
  return text.replace(/[∅␣␉␊]/g, sign => meanings['∅␣␉␊'.indexOf(sign)]);
}

describe('isFormat', () => {
  it.each(verdicts)(
    'judges %s as the server does: %s',
    (format, sign, ...all) => {
      const taken = all.filter(text => isFormat(format, meant(text)));
      expect(taken).toEqual(sign === '+' ? all : []);
    },
  );

  it.each([
    ['email', '=?koi8-r?q?A?= <a@b>'],
    ['duration', '2562048.h'],
    ['duration', '9223372036854775808 days'],
  ])('%s takes %s, which the server does not', (format, text) => {
    expect(isFormat(format, text)).toBe(true);
  });

  it.each([
    ['hostname', 'a'.repeat(63), 'a'.repeat(64)],
    ['hostname', `${'é'.repeat(31)}.com`, `${'é'.repeat(32)}.com`],
    ['hostname', `${'a.'.repeat(126)}com`, `${'a.'.repeat(127)}com`],
    ['hostname', 'half\ud83d', 'half_\ud83d'],
    ['k8s-short-name', 'a'.repeat(63), 'a'.repeat(64)],
    ['k8s-long-name', 'a'.repeat(253), 'a'.repeat(254)],
  ])('%s takes %s, and no more', (format, longest, longer) => {
    expect(isFormat(format, longest)).toBe(true);
    expect(isFormat(format, longer)).toBe(false);
  });

  it.each(KUBERNETES_FORMATS)('judges long texts at once: %s', format => {
    ['1', '1.', 'a-', ':', '"', '(', ' ', '%41', 'a@'].forEach(text =>
      expect(() => isFormat(format, text.repeat(50_000))).not.toThrow(),
    );
  });

  it('knows the formats that the server knows, with dashes or without', () => {
    const judged = verdicts.map(([format]) => format.replaceAll('-', ''));
    const known = KUBERNETES_FORMATS.map(format => format.replaceAll('-', ''));
    expect(new Set(judged)).toEqual(new Set(known));
    expect(isFormat('date-time', '2026')).toBe(isFormat('datetime', '2026'));
  });

  it.each(['', 'Date', 'int32', 'time', 'regex', 'constructor'])(
    'takes anything for %j, as the server does',
    format => expect(isFormat(format, 'anything')).toBe(true),
  );
});

describe('integerRange', () => {
  it.each([
    ['int32', '-2147483648', '2147483647'],
    [undefined, '-9223372036854775808', '9223372036854775807'],
    ['uint8', '-9223372036854775808', '9223372036854775807'],
  ])('of %s is from %s to %s', (format, min, max) => {
    expect(integerRange(format)).toEqual({ min, max });
  });
});
