import {
  promiseApiOf,
  type Manifest,
  type PromiseApi,
} from '@syntasso/plugin-ske-common';
import { oncePerObject } from '../utils/oncePerObject';

/** The API of a Promise, if it has one; its schema is gone through once. */
export const apiOf: (promise: Manifest) => PromiseApi | undefined =
  oncePerObject((promise: Manifest) => promiseApiOf(promise));
