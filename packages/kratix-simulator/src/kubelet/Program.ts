/** One run of a program in the place of a container's image. */
export interface ProgramRun {
  args: string[];
  env: Record<string, string>;
  /** The folder that stands for the root of the Pod's containers. */
  root: string;
  /** Writes to the container's log, as it is. */
  print: (text: string) => void;
}

/**
 * What an image does, run in this process.
 *
 * @returns the exit code
 */
export type Program = (run: ProgramRun) => Promise<number>;

/** Programs by the image that they take the place of. */
export type Programs = Readonly<Record<string, Program>>;
