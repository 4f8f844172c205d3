/** @throws Error naming the argument and its choices when the text is none of them */
export function parseChoice<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((each) => each === text);
  if (choice === undefined) throw new Error(`--${name} must be one of ${choices.join(', ')}`);
  return choice;
}
