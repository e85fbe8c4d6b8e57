// What a first visit costs: bytes, requests, and what stands before the first paint.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findPages, findStates, startBrowser, startServer } from './site.mjs';

/** What one flight of TCP carries: ten segments, RFC 6928. */
const FIRST_FLIGHT_BYTES = 14_336;
/** Everything a page needs, on a first visit: 60 KB of 1,024 bytes, as the 14 above are counted. */
const FIRST_VISIT_BYTES = 61_440;
/** Holds all others, and is meant for paper. */
const WHOLE = '/all';

let server;
let browser;
let paths;

before(async () => {
  // Without the worker, which fetches the other pages when this one is done.
  server = await startServer({ options: ['--no-offline'] });
  browser = await startBrowser();
  paths = [...(await findPages(server.origin)), ...(await findStates(server.origin)), '/nothing-here'];
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Loads a page with nothing kept and counts what came over the wire, headers included. */
async function visit(path) {
  const context = await browser.newContext({ viewport: { width: 360, height: 780 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const addresses = new Map();
  const weights = new Map();
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => addresses.set(requestId, request.url));
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    weights.set(addresses.get(requestId), encodedDataLength);
  });
  await page.goto(server.origin + path, { waitUntil: 'networkidle' });
  const blocking = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry.renderBlockingStatus === 'blocking')
      .map((entry) => entry.name),
  );
  // A reader whose system has no serif loads the face of headings, too.
  const face = (await page.content()).match(/url\(([^)]+\.woff2)\)/);
  if (face && !weights.has(server.origin + face[1])) {
    const answer = await fetch(server.origin + face[1]);
    weights.set(face[1], (await answer.arrayBuffer()).byteLength);
  }
  await context.close();
  return { weights, blocking };
}

test('a page needs one request before its first paint, and is small as a whole', async (t) => {
  for (const path of paths) {
    const { weights, blocking } = await visit(path);
    assert.deepEqual(blocking, [], path);
    const document = weights.get(server.origin + path);
    const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
    t.diagnostic(`${path}: ${document} bytes of ${total}, ${weights.size} requests`);
    assert.ok(document > 1000, `${path}: ${document} bytes`);
    if (path === WHOLE) continue;
    assert.ok(document <= FIRST_FLIGHT_BYTES, `${path}: ${document} bytes`);
    assert.ok(total <= FIRST_VISIT_BYTES, `${path}: ${total} bytes with all it loads`);
  }
});
