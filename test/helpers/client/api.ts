/**
 * A scripted stand-in for the Messages API, in this process and on the loopback address only: the real client is driven
 * with no account, no key and no network.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answer, answerEvents } from './answer.ts';
import { decide } from './decide.ts';
import type { ModelRequest } from './request.ts';
import type { Reply, Script } from './script.ts';

export type ScriptedApi = {
  readonly url: string;
  /** Every request for messages so far, oldest first. */
  readonly requests: () => readonly ModelRequest[];
  /** Those that the script has no answer for: a test that knows its client expects none. */
  readonly unscripted: () => readonly ModelRequest[];
  /** Paths other than those of messages that were asked for. */
  readonly otherPaths: () => readonly string[];
  readonly close: () => Promise<void>;
};

export async function startApi(script: Script): Promise<ScriptedApi> {
  const requests: ModelRequest[] = [];
  const otherPaths: string[] = [];

  const server = createServer((incoming, response) => {
    respond(incoming, response).catch((error: unknown) => {
      if (!response.headersSent) sendJson(response, 500, apiError('api_error', String(error)));
      else response.destroy();
    });
  });

  async function respond(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(incoming);
    const [path] = (incoming.url ?? '/').split('?');
    if (incoming.method === 'POST' && path === '/v1/messages') {
      const { request, reply } = decide(script, body);
      requests.push(request);
      await send(response, request, reply);
      return;
    }
    if (path === '/v1/messages/count_tokens') {
      sendJson(response, 200, { input_tokens: 1000 });
      return;
    }
    otherPaths.push(`${incoming.method} ${path}`);
    if (path === '/') response.writeHead(200).end();
    else sendJson(response, 404, apiError('not_found_error', `not scripted: ${path}`));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the scripted API has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: () => [...requests],
    unscripted: () => requests.filter(({ purpose }) => purpose === 'unscripted'),
    otherPaths: () => [...otherPaths],
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections(); // a held answer would keep the server open
      await closed;
    },
  };
}

async function send(response: ServerResponse, request: ModelRequest, reply: Reply): Promise<void> {
  if (reply.after !== undefined) await sleep(reply.after);
  if (reply.gate !== undefined) {
    reply.gate.reach();
    await reply.gate.opened;
  }
  if (response.destroyed) return; // the client gave up, or is gone
  if (reply.error !== undefined) {
    sendJson(response, reply.error.status, apiError(reply.error.type, reply.error.message));
    return;
  }
  const whole = answer(reply, request.model);
  if (!request.stream) {
    sendJson(response, 200, whole);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.end(answerEvents(whole));
}

function apiError(type: string, message: string): unknown {
  return { type: 'error', error: { type, message } };
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}
