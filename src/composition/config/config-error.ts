/** The environment is not as it should be; the message is for the operator. */
export class ConfigError extends Error {}
