import { Agent, get, IncomingMessage, ServerResponse } from 'node:http';
import { expect } from 'chai';
import { HttpServer } from '../../../src/composition/http-server.js';
import { until } from '../../support/client.js';

describe('HttpServer', () => {
  it('keeps connections until the port has closed, so that a proxy opens none that would be reset', async () => {
    let held: ServerResponse | undefined;
    const server = new HttpServer(
      (request, response) => {
        if (request.url === '/held') held = response;
        else response.end();
      },
      { IncomingMessage, ServerResponse },
    );
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { url } = server;
    const connectionOf = (path: string, agent: Agent) =>
      new Promise<string | undefined>((resolve, reject) => {
        get(url + path, { agent }, (response) => {
          response.resume().once('end', () => resolve(response.headers.connection));
        }).once('error', reject);
      });
    const agents = [new Agent({ keepAlive: true }), new Agent({ keepAlive: true })] as const;
    expect(await connectionOf('/', agents[0])).to.equal('keep-alive');

    server.sendAway();
    expect(await connectionOf('/', agents[1])).to.equal('close');

    const whileOpen = connectionOf('/', agents[0]);
    const drained = server.drain();
    expect(await whileOpen).to.equal('keep-alive');
    const underWay = connectionOf('/held', agents[0]);
    await until('it is under way', () => Promise.resolve(held !== undefined));
    await until('the port is closed', () => Promise.resolve(!server.isOpen));
    held?.end();
    expect(await underWay).to.equal('close');
    await drained;
    for (const agent of agents) agent.destroy();
  });
});
