/** A subcommand of `sentiment`. */
export interface Command {
  /** One line for the list of the commands. */
  readonly summary: string;
  /**
   * Runs the command and prints what it finds.
   *
   * @param args the arguments after the name of the command
   * @returns the exit code
   * @throws Error with the reason when the command cannot be done
   */
  run(args: string[]): Promise<number>;
}

/** The exit code of a command that cannot be done, and of wrong arguments. */
export const CANNOT_BE_DONE = 2;
