import { GitStore } from './gitStore';

it.each(['bot:hunter2', 'bot:hun@ter2'])(
  'tells no password of an address: %s',
  async account => {
    const url = `https://${account}@git.example.test/releases.git`;
    const opening = GitStore.open(
      { url, branch: 'main', prefix: '', message: 'Add' },
      async () => ({ code: 128, output: `fatal: cannot reach ${url}` }),
    );
    const error: Error = await opening.then(
      () => {
        throw new Error('It was opened');
      },
      (caught: Error) => caught,
    );
    expect(error.message).toMatch(
      /^https:\/\/git\.example\.test\/releases\.git \(main\) cannot be used/,
    );
    expect(error.message).not.toMatch(/hun|ter2/);
  },
);
