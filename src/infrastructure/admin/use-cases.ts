export type Class<Instance> = abstract new (...needs: never[]) => Instance;

/**
 * Hands out use cases, by their class. Each of those that the panel asks for checks the admin's right, and writes down
 * what it changes.
 */
export type UseCases = <UseCase>(type: Class<UseCase>) => UseCase;
