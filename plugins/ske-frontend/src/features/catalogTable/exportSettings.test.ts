import { exportSettings } from './exportSettings';

const exporter = (name: string) => ({ name } as never);

it('is nothing unless it was switched on', () => {
  expect(exportSettings(undefined, [{ columns: [] }])).toBeUndefined();
  expect(exportSettings({ enabled: false }, [])).toBeUndefined();
});

it('has all exporters, and the first of everything else', () => {
  const onError = jest.fn();
  const columns = [{ entityFilterKey: 'metadata.name', title: 'Name' }];
  expect(
    exportSettings({ enabled: true, disableBuiltinExporters: true }, [
      { exporters: { xml: exporter('xml') }, columns },
      { exporters: { yaml: exporter('yaml') }, columns: [], onError },
    ]),
  ).toEqual({
    enabled: true,
    disableBuiltinExporters: true,
    exporters: { xml: { name: 'xml' }, yaml: { name: 'yaml' } },
    columns,
    onError,
    onSuccess: undefined,
  });
});
