/** What is wrong with an exercise, and the path of where it stands, for its reader to place. */
export class DeclarationError extends Error {
  override readonly name = "DeclarationError";
  constructor(
    readonly path: readonly PropertyKey[],
    readonly problem: string,
  ) {
    super(problem);
  }
}
