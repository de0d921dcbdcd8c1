import { readReleaseOptions } from './options';
import { readPublishOptions } from './publish/options';

describe('of a release', () => {
  const read = (...args: string[]) =>
    readReleaseOptions(['--version', 'v1.2.3', '--out', 'out', ...args]);

  it('takes the public image by default', () => {
    expect(read()).toMatchObject({
      version: 'v1.2.3',
      registry: 'ghcr.io',
      imageName: 'syntasso/backstage-controller',
      pullSecret: undefined,
      replace: false,
    });
  });

  it('takes a registry with a port and a path', () => {
    expect(
      read('--registry', 'r.example.org:5000/mirror', '--image', 'a/b'),
    ).toMatchObject({
      registry: 'r.example.org:5000/mirror',
      imageName: 'a/b',
    });
  });

  it.each([
    [['--version', '1.2.3'], '--version is "1.2.3"; it takes a version'],
    [['--registry', 'https://r'], '--registry is "https://r"; it takes a host'],
    [['--image', 'a:v1'], '--image is "a:v1"; it takes a name'],
  ])('refuses %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });

  it('says what is missing', () => {
    expect(() => readReleaseOptions([])).toThrow('--out DIR is missing');
    expect(() => readReleaseOptions(['--out', 'out'])).toThrow(
      '--version is missing',
    );
  });
});

describe('of publishing', () => {
  const read = (...args: string[]) =>
    readPublishOptions(['--from', 'out', ...args], { AWS_REGION: 'eu-1' });

  it('takes no folder outside of the repository', () => {
    expect(() => read('--git', 'a.git', '--path', 'a/../../b')).toThrow(
      '--path is "a/../../b"; it takes a folder in the repository, without "..".',
    );
  });

  it('takes a bucket with a folder in it', () => {
    expect(
      read('--bucket', 's3://releases/ske/', '--endpoint', 'http://s'),
    ).toEqual({
      from: 'out',
      version: undefined,
      replace: false,
      withImage: true,
      to: {
        type: 'bucket',
        bucket: 'releases',
        prefix: 'ske',
        endpoint: 'http://s',
        region: 'eu-1',
      },
    });
  });

  it('takes a repository, without the image unless it is asked for', () => {
    expect(read('--git', 'g', '--path', '/a/')).toMatchObject({
      withImage: false,
      to: { type: 'git', url: 'g', branch: 'main', prefix: 'a' },
    });
    expect(read('--git', 'g', '--with-image')).toMatchObject({
      withImage: true,
    });
  });

  it.each([[[]], [['--git', 'g', '--bucket', 'b']]])(
    'takes one place: %j',
    args => {
      expect(() => read(...args)).toThrow(
        'It takes one of --bucket NAME and --git URL.',
      );
    },
  );
});
