import { randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { CreateUser } from '../../src/application/admin/create-user.js';
import { SystemClock } from '../../src/infrastructure/system-clock.js';
import { operator, type Role, type User } from '../../src/domain/accounts/user.js';
import { cheapHasher, startService, type Service } from './service.js';

export const adminPassword = 'admin password';

/** One record of the panel's API, with what a test may ask it for. */
export interface AdminRecord {
  id: number;
  params: Record<string, unknown>;
  populated: Record<string, AdminRecord>;
  errors: Record<string, { type: string; message: string } | undefined>;
  recordActions: { name: string }[];
}

export interface AdminAnswer {
  status: number;
  headers: Headers;
  raw: string;
  record: AdminRecord;
  records: AdminRecord[];
  meta: { total: number; totalIsMinimum?: boolean };
  notice: { type: string; message: string } | undefined;
  redirectUrl: string | undefined;
  body: Record<string, unknown>;
}

type Form = Readonly<Record<string, string>> | FormData | string | undefined;

/** A browser without a screen: it keeps the panel's cookie, and sends what a test makes up. */
export class AdminClient {
  cookie: string | undefined;

  constructor(readonly service: Pick<Service, 'url'>) {}

  async fetch(
    method: string,
    path: string,
    form?: Form,
    headers: Record<string, string> = {},
  ): Promise<AdminAnswer> {
    const body =
      form === undefined || typeof form === 'string' || form instanceof FormData ? form : formOf(form);
    const response = await fetch(`${this.service.url}/admin${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(this.cookie === undefined ? {} : { cookie: this.cookie }), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) this.cookie = line.split(';', 1)[0];
    const raw = await response.text();
    const json = /json/.test(response.headers.get('content-type') ?? '');
    const parsed = (json && raw !== '' ? JSON.parse(raw) : {}) as AdminAnswer;
    return {
      ...parsed,
      body: parsed as unknown as Record<string, unknown>,
      status: response.status,
      headers: response.headers,
      raw,
    };
  }

  get(path: string, headers?: Record<string, string>): Promise<AdminAnswer> {
    return this.fetch('GET', path, undefined, headers);
  }

  post(path: string, form: Form = {}, headers?: Record<string, string>): Promise<AdminAnswer> {
    return this.fetch('POST', path, form, headers);
  }

  list(resource: string, query: Record<string, string> = {}): Promise<AdminAnswer> {
    return this.get(`/api/resources/${resource}/actions/list?${new URLSearchParams(query).toString()}`);
  }

  act(resource: string, id: number, action: string, form: Form = {}): Promise<AdminAnswer> {
    return this.post(`/api/resources/${resource}/records/${id}/${action}`, form);
  }

  show(resource: string, id: number): Promise<AdminAnswer> {
    return this.get(`/api/resources/${resource}/records/${id}/show`);
  }

  submitLogin(
    username: string,
    password: string,
    headers: Record<string, string> = {},
  ): Promise<AdminAnswer> {
    return this.fetch('POST', '/login', new URLSearchParams({ email: username, password }).toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    });
  }

  /** @param home where the panel sends a browser that has logged in. */
  async logIn(username = 'root', password = adminPassword, home = '/admin'): Promise<this> {
    const { status, headers, raw } = await this.submitLogin(username, password);
    expect(status, raw).to.equal(303);
    expect(headers.get('location')).to.equal(home);
    return this;
  }

  /** Whether the panel takes this client for an admin. */
  async isIn(): Promise<boolean> {
    const { status } = await this.get('/api/dashboard');
    expect(status).to.be.oneOf([200, 303]);
    return status === 200;
  }
}

export interface AdminWorld {
  readonly service: Service;
  readonly client: AdminClient;
  readonly root: User;
  create(username: string, role?: Role): Promise<User>;
}

/** A service with the panel, and an admin in it. */
export async function startAdmin(env: Record<string, string> = {}, home = '/admin'): Promise<AdminWorld> {
  const service = await startService({ ADMIN: 'on', ...env });
  const createUser = new CreateUser(service.store, cheapHasher, new SystemClock());
  const create = (username: string, role: Role = 'user') =>
    createUser.execute({ caller: operator, username, password: adminPassword, role });
  const root = await create('root', 'admin');
  const client = await new AdminClient(service).logIn('root', adminPassword, home);
  return { service, client, root, create };
}

export function uniqueName(): string {
  return `u${randomBytes(6).toString('hex')}`;
}

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
