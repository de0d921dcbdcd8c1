/**
 * How Node runs the controller; the Dockerfile and the bench have the same. By default Node
 * makes room for garbage by the memory of the machine: up to 75 MB more, which a controller
 * that waits for changes has no use for.
 */
export const NODE_OPTIONS = [
  // Packages of others use Node's own punycode: nobody who runs the image can mend that.
  '--disable-warning=DEP0040',
  // New objects: at most 8 MB of them, instead of 32.
  '--max-semi-space-size=4',
  // Garbage is collected whenever the heap has grown by so much, instead of up to 300 %.
  '--heap-growing-percent=30',
];
