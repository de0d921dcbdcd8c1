import { readOptions } from './options';

it('has defaults, and simulates Kratix on the embedded platform', () => {
  expect(readOptions([])).toEqual({
    app: 'app',
    appPort: 3000,
    backendPort: 7007,
    platformPort: 6443,
    kubeconfig: undefined,
    context: undefined,
    simulateKratix: true,
  });
});

it('starts the app of the legacy frontend system where it is asked for', () => {
  expect(readOptions(['--legacy'])).toMatchObject({ app: 'app-legacy' });
});

it('simulates nothing on a given cluster unless asked', () => {
  const given = ['--kubeconfig', 'k', '--context', 'c'];
  expect(readOptions(given)).toMatchObject({
    kubeconfig: 'k',
    context: 'c',
    simulateKratix: false,
  });
  expect(readOptions([...given, '--simulate-kratix'])).toMatchObject({
    simulateKratix: true,
  });
});

it.each([
  [['--app-port', 'x'], /--app-port is "x"/],
  [['--backend-port', '0'], /--backend-port is "0"/],
  [['--platform-port', '65536'], /from 1 to 65535/],
  [['--context', 'c'], /--context needs --kubeconfig/],
  [['--nonsense'], /nonsense/],
])('says what is wrong with %j', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
});
