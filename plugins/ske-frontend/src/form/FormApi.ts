import {
  createContext,
  useContext,
  useEffect,
  type ComponentType,
} from 'react';
import type { JsonObject, JsonValue } from '@backstage/types';
import type { ProblemTree } from './problemTree';
import { fieldId, type Path } from './values';

/** What every field is given. */
export interface FieldProps {
  schema: JsonObject;
  /** From the form's root; the same array as long as the place is the same. */
  path: Path;
  /** Its name in words. */
  title: string;
  /** Whether its surroundings show its name already: it is only read aloud. */
  bare?: boolean;
  value: JsonValue | undefined;
  required: boolean;
  problems: ProblemTree | undefined;
  /** Why it cannot be changed, if so. */
  locked: string | undefined;
}

/** What fields ask of the form that they are in. */
export interface FormApi {
  /** Id of the form's root. */
  rootId: string;
  /** Puts a value at a path; `undefined` leaves it out. */
  set(path: Path, value: JsonValue | undefined): void;
  /**
   * Says that what is typed at a path is no value, so that nothing is sent;
   * `undefined` takes it back.
   */
  report(path: Path, problem: string | undefined): void;
  /** What an update changes, as the values of the form; undefined for a request. */
  base: JsonValue | undefined;
  /** The fields that somebody is led to, and each time anew. */
  sought: { paths: Path[] } | undefined;
  /** Draws the field of a schema; handed on, so that fields can hold fields. */
  Field: ComponentType<FieldProps>;
  /** Draws a field extension of the app. */
  Foreign: ComponentType<FieldProps>;
  /** Offers to go on as YAML; undefined where the page has no such editor. */
  showYaml: (() => void) | undefined;
}

const Context = createContext<FormApi | undefined>(undefined);

/** Makes a form's API known to the fields in it. */
export const FormApiProvider = Context.Provider;

/**
 * The form that a field is in.
 *
 * @throws Error outside of one.
 */
export function useFormApi(): FormApi {
  const api = useContext(Context);
  if (!api) throw new Error('A field was drawn outside of a form.');
  return api;
}

/** See {@link fieldId}. */
export const useFieldId = (path: Path) => fieldId(useFormApi().rootId, path);

/**
 * Says that what is typed at a path is no value, as long as the field is drawn
 * there: a field that is folded or removed takes its text with it.
 */
export function useReported(path: Path, problem: string | undefined) {
  const { report } = useFormApi();
  useEffect(() => {
    if (problem === undefined) return undefined;
    report(path, problem);
    return () => report(path, undefined);
  }, [report, path, problem]);
}
