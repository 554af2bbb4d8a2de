import 'reflect-metadata';
import { Container, type ServiceIdentifier } from 'inversify';
import { accounts } from './modules/accounts.js';
import { admin } from './modules/admin.js';
import { conversation } from './modules/conversation.js';
import { evidence } from './modules/evidence.js';
import { foundation } from './modules/foundation.js';
import { privacy } from './modules/privacy.js';
import { upkeep } from './modules/upkeep.js';
import type { Store } from './store.js';
import { tokens } from './tokens.js';

/** The use cases of every subject. They need a store; each makes what it needs when it is asked for. */
export function buildContainer(): Container {
  const container = new Container({ defaultScope: 'Singleton' });
  container.load(foundation, accounts, conversation, evidence, privacy, upkeep, admin);
  return container;
}

/** The use cases on a store that is open, for a command-line tool. */
export function useCasesOn(store: Store): Container {
  const container = buildContainer();
  container.bind(tokens.store).toConstantValue(store);
  return container;
}

/** Changes what a container hands out, before anything was asked of it. */
export type Replacement = (container: Container) => void;

/** Puts another implementation in the place of one. All that needs one gets the new one. */
export function replace<Type>(token: ServiceIdentifier<Type>, value: Type): Replacement {
  return (container) => {
    if (container.isBound(token)) container.rebind(token).toConstantValue(value);
    else container.bind(token).toConstantValue(value);
  };
}

/** Puts something around an implementation, once. */
export function wrap<Type>(token: ServiceIdentifier<Type>, around: (inner: Type) => Type): Replacement {
  return (container) => {
    container.onActivation(token, (_context, inner) => around(inner));
  };
}
