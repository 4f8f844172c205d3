/** @returns whether a value is an object with a property of its own that has this name, and not one of a polluted prototype */
export function hasProperty<Name extends string>(value: unknown, name: Name): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name);
}

/** @returns undefined for a value that is no object, or has no property of this name */
export function getProperty(value: unknown, name: string): unknown {
  return hasProperty(value, name) ? value[name] : undefined;
}
