import { bringUp, type PlatformSteps } from './bringUp';

/** Steps that note when they are done; `onStep` may make one fail. */
function fakeSteps(
  programs: string | undefined,
  onStep: (step: string) => void = () => {},
) {
  const done: string[] = [];
  const note = (step: string) => {
    done.push(step);
    onStep(step);
  };
  const steps: PlatformSteps = {
    programs,
    startPlaceholder: async () => {
      note('placeholder');
      let isStopped = false;
      return {
        async stop() {
          if (!isStopped) done.push('placeholder stopped');
          isStopped = true;
        },
      };
    },
    onKubeconfig: () => note('kubeconfig'),
    getPrograms: async () => {
      note('build');
      return '/built';
    },
    startEtcd: async folder => note(`etcd of ${folder}`),
    startApiServer: async folder => note(`API server of ${folder}`),
  };
  return { steps, done };
}

it('starts at once where the programs are there', async () => {
  const { steps, done } = fakeSteps('/found');
  await bringUp(steps);
  expect(done).toEqual([
    'kubeconfig',
    'etcd of /found',
    'API server of /found',
  ]);
});

it('lets Backstage start while the programs are built, and leaves the port to the API server', async () => {
  const { steps, done } = fakeSteps(undefined);
  await bringUp(steps);
  expect(done).toEqual([
    'placeholder',
    'kubeconfig',
    'build',
    'etcd of /built',
    'placeholder stopped',
    'API server of /built',
  ]);
});

it('leaves no placeholder behind when the build fails', async () => {
  const { steps, done } = fakeSteps(undefined, step => {
    if (step === 'build') throw new Error('no Go');
  });
  await expect(bringUp(steps)).rejects.toThrow('no Go');
  expect(done).toEqual([
    'placeholder',
    'kubeconfig',
    'build',
    'placeholder stopped',
  ]);
});

it('goes no further when it is asked to end', async () => {
  const stop = new AbortController();
  const { steps, done } = fakeSteps(undefined, step => {
    if (step === 'build') stop.abort(new Error('Ctrl-C'));
  });
  await expect(bringUp(steps, stop.signal)).rejects.toThrow('Ctrl-C');
  expect(done).toEqual([
    'placeholder',
    'kubeconfig',
    'build',
    'placeholder stopped',
  ]);
});
