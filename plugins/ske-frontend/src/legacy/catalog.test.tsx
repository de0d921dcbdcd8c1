import { act, screen } from '@testing-library/react';
import { FakeSkeApi, promiseEntity, renderWithEntity } from '../__testUtils__';
import { kratixColumns } from './catalog';

const loadCell = () => import('../features/catalogTable/HealthCell');

jest.mock('../features/catalogTable/HealthCell', () => {
  throw new Error('Loading chunk 7 failed');
});

it('leaves the rest of the list where the code of its column cannot be had', async () => {
  const columns = kratixColumns()({ filters: {}, entities: [] } as never);
  const column = columns.find(({ field }) => field === 'kratix.health');
  const entity = promiseEntity();
  await renderWithEntity(
    <>
      <p>The rest of the list</p>
      {column?.title}
      {column?.render?.({ entity } as never, 'row')}
    </>,
    entity,
    new FakeSkeApi(),
  );
  await act(async () => {
    await expect(loadCell()).rejects.toThrow('Loading chunk 7 failed');
  });
  expect(screen.getByText('The rest of the list')).toBeInTheDocument();
});
