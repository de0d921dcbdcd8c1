import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// The first page of a run loads Backstage's own modules, which takes a while
// on a small machine.
jest.setTimeout(60_000);
configure({ asyncUtilTimeout: 20_000 });
