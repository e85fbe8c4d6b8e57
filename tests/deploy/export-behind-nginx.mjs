// Crawls nginx with an export and the server, and compares every body: run by
// `export-behind-nginx`, which says what it needs and bounds the time it takes.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [binary] = process.argv.slice(2);
const started = [];
const run = mkdtempSync(join(tmpdir(), 'export-behind-nginx-'));
// The workers of nginx are nobody where the test is root.
chmodSync(run, 0o755);

/** A port nobody listens on. */
async function freePort() {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

function start(command, args) {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  started.push(child);
  return child;
}

/** Sends a request with the path as it is. */
function ask(port, path, encoding = 'identity') {
  return new Promise((resolve, reject) => {
    const headers = { 'Accept-Encoding': encoding };
    get({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({
        status: response.statusCode,
        type: response.headers['content-type'],
        encoding: response.headers['content-encoding'] ?? 'identity',
        body: Buffer.concat(chunks),
      }));
    }).on('error', reject);
  });
}

async function startNginx(base, folder) {
  for (let attempt = 0; ; attempt += 1) {
    const port = await freePort();
    const template = readFileSync('tests/deploy/nginx-export.conf', 'utf8');
    const values = { ROOT: folder, BASE: base, RUN: run, PORT: port };
    const configuration = template.replaceAll(/^#.*\n/gm, '').replaceAll(/\b(ROOT|BASE|RUN|PORT)\b/g, (name) => values[name]);
    writeFileSync(join(run, 'nginx.conf'), configuration);
    const nginx = start('nginx', ['-c', join(run, 'nginx.conf'), '-e', join(run, 'error.log')]);
    const ended = once(nginx, 'exit').then(() => 'ended');
    const log = [];
    nginx.stderr.on('data', (chunk) => log.push(chunk));
    for (;;) {
      const answered = ask(port, `${base}/404.html`).then(() => 'up', () => 'down');
      const state = await Promise.race([ended, answered]);
      if (state === 'up') return { nginx, port };
      // Another process may have taken the port in between.
      if (state === 'ended' && attempt < 3) break;
      if (state === 'ended') throw new Error(`nginx ended: ${Buffer.concat(log)}`);
    }
  }
}

async function startServer(base, origin) {
  const server = start(binary, ['serve', '--no-watch', '--bind', '127.0.0.1:0', '--base-url', origin + base]);
  for await (const line of createInterface({ input: server.stderr })) {
    const found = / at http:\/\/127\.0\.0\.1:(\d+)/.exec(line);
    if (found) {
      server.stderr.resume();
      return { server, port: Number(found[1]) };
    }
  }
  throw new Error('the server ended before it served');
}

async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
}

/** Everything the pages lead to or load, and everything that was exported. */
async function crawl(port, base, folder) {
  const found = new Set([base || '/']);
  for (const path of found) {
    const { status, type, body } = await ask(port, path);
    assert.equal(status, 200, path);
    if (!type.startsWith('text/html')) continue;
    for (const [, target] of body.toString().matchAll(/ (?:href|src|action|data-answers|data-from|data-worker)="(\/[^"#?]*)/g)) found.add(target);
  }
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const entry of names.filter((name) => name.isFile())) {
    const name = join(entry.parentPath ?? entry.path, entry.name).slice(folder.length);
    const isForHosts = /(\.(br|zst|gz)|_headers|_redirects|\.career-directions-export)$/.test(name);
    if (isForHosts || !name.startsWith(base)) continue;
    if (name === '/index.html') found.add('/');
    else found.add(name.endsWith('/404.html') ? name : name.replace(/\.html$/, ''));
  }
  return found;
}

async function compare(base) {
  const folder = join(run, `site${base.replaceAll('/', '-')}`);
  const origin = 'https://example.org';
  execFileSync(binary, ['export', folder, '--base-url', origin + base], { stdio: 'ignore' });
  const { nginx, port } = await startNginx(base, folder);
  const { server, port: own } = await startServer(base, origin);
  const paths = await crawl(own, base, folder);
  assert.ok(paths.size > 100, `${paths.size} addresses`);
  let bytes = 0;
  for (const path of paths) {
    for (const encoding of ['identity', 'gzip']) {
      const [theirs, ours] = [await ask(port, path, encoding), await ask(own, path, encoding)];
      assert.equal(theirs.status, 200, `nginx: ${path}`);
      assert.equal(ours.status, 200, `serve: ${path}`);
      assert.equal(theirs.encoding, ours.encoding, `${path} as ${encoding}`);
      assert.ok(theirs.body.equals(ours.body), `${path} as ${encoding} differs`);
      // Of files under their own names, each knows types by a list of its own.
      const isNamed = path.startsWith(`${base}/static/`);
      assert.ok(isNamed || theirs.type.split(';')[0] === ours.type.split(';')[0], `${path}: ${theirs.type}`);
      bytes += ours.body.length;
    }
  }
  const [theirs, ours] = [await ask(port, `${base}/no-such`), await ask(own, `${base}/no-such`)];
  assert.deepEqual([theirs.status, ours.status], [404, 404]);
  const lost = await ask(own, `${base}/404.html`);
  assert.ok(theirs.body.equals(lost.body), 'the page for missing addresses differs');
  console.log(`${base || '/'}: ${paths.size} addresses, ${bytes} bytes, all the same`);
  await Promise.all([stop(nginx), stop(server)]);
}

try {
  for (const base of ['', '/careers']) await compare(base);
} finally {
  await Promise.all(started.map(stop));
  rmSync(run, { recursive: true });
}
