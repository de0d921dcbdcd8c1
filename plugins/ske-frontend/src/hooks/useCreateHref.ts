import { createContext, useContext } from 'react';
import { CREATE_PATH } from '../utils/addresses';

/** Where the app's Create page is, as its frontend system knows. */
export const CreateHrefContext = createContext(CREATE_PATH);

/** See {@link CreateHrefContext}. */
export const useCreateHref = (): string => useContext(CreateHrefContext);
