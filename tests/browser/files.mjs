// A host that runs no program: sends the files of a folder, a page for every address.

import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from './site.mjs';

const TYPES = { css: 'text/css', html: 'text/html; charset=utf-8', js: 'text/javascript', json: 'application/json', svg: 'image/svg+xml' };

/** What `_headers` says of a path: `/*` at the end of a pattern is anything below. */
function headersOf(rules, path) {
  const blocks = rules.split(/\n(?=\/)/).map((block) => block.trim().split('\n'));
  const isMeant = (pattern) => (pattern.endsWith('/*')
    ? path === pattern.slice(0, -2) || path.startsWith(pattern.slice(0, -1)) : path === pattern);
  return blocks.filter(([pattern]) => isMeant(pattern)).flatMap(([, ...lines]) => lines.map((line) => line.trim().split(/: (.*)/)));
}

/** Exports the site below a base path and serves the files; `stop` removes them. */
export async function startFiles(base = '', options = []) {
  const folder = await mkdtemp(join(tmpdir(), 'export-'));
  const server = createServer(async (request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const name = path === '/' ? '/index.html' : path.replace(/(?<=\/[^./]+)$/, '.html');
    const body = await readFile(join(folder, name)).catch(() => null);
    response.statusCode = body ? 200 : 404;
    response.setHeader('Content-Type', TYPES[name.split('.').at(-1)] ?? 'application/octet-stream');
    for (const [header, value] of headersOf(await readFile(join(folder, '_headers'), 'utf8'), path)) {
      response.setHeader(header, value);
    }
    response.end(body ?? await readFile(join(folder, '404.html')));
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const origin = `http://127.0.0.1:${server.address().port}`;
  const binary = process.env.CAREER_DIRECTIONS_BINARY ?? `${repository}target/debug/career-directions`;
  await promisify(execFile)(binary, ['export', folder, '--base-url', origin + base, ...options], { cwd: repository });
  const stop = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => { server.close(resolve); });
    await rm(folder, { recursive: true });
  };
  return { origin, folder, stop };
}
