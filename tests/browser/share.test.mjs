// Passing pages on, and reading them without a network.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { findPages, laidOut, openPage, startBrowser, startServer } from './site.mjs';

const content = fileURLToPath(new URL('../../content', import.meta.url));
const ROLE = 'roles/devops-engineer';

let browser;
before(async () => { browser = await startBrowser(); });
after(async () => { await browser?.close(); });

/** A port nobody listens on, so that one server can follow another at the same origin. */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Waits until the worker in charge keeps pages under one version alone, and returns their number. */
async function keptPages(page) {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    for (;;) {
      const names = await caches.keys();
      const registration = await navigator.serviceWorker.getRegistration();
      if (names.length === 1 && registration.active?.state === 'activated' && !registration.installing) {
        return (await (await caches.open(names[0])).keys()).length;
      }
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  });
}

test('a tap selects the address and the text, without scripts too', async (t) => {
  const server = await startServer();
  t.after(server.stop);
  for (const javaScriptEnabled of [true, false]) {
    const { context, page } = await openPage(browser, `${server.origin}/${ROLE}`, { javaScriptEnabled });
    await page.locator('.share summary').press('Enter');
    for (const field of await page.locator('.share .field').all()) {
      await field.click();
      const selected = await page.evaluate(() => getSelection().toString());
      assert.equal(selected.trim(), (await field.innerText()).trim());
      assert.ok(selected.includes(`/${ROLE}`), selected);
    }
    const buttons = await page.locator('.share button:visible').count();
    assert.equal(buttons > 0, javaScriptEnabled);
    await context.close();
  }
});

test('copying and sending say what happened', async (t) => {
  const server = await startServer();
  t.after(server.stop);
  const address = `${server.origin}/${ROLE}`;
  const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
  const page = await context.newPage();
  await page.addInitScript(() => {
    navigator.canShare = () => true;
    navigator.share = async (data) => { window.sent = data; };
  });
  await page.goto(address);
  await page.locator('.share summary').press('Enter');
  const status = page.locator('.share [role=status]');
  await laidOut(page);
  await page.getByRole('button', { name: '复制网址' }).click();
  await page.waitForFunction(() => document.querySelector('.share [role=status]').textContent);
  assert.equal(await status.innerText(), '网址已复制。');
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), address);
  await page.getByRole('button', { name: '用系统分享' }).click();
  const sent = await page.evaluate(() => window.sent);
  assert.equal(sent.url, address);
  assert.ok(sent.text.length > 10);
  await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); });
  await page.getByRole('button', { name: '复制文字' }).click();
  await page.waitForFunction(() => document.querySelector('.share [role=status]').textContent.includes('手动'));
  assert.ok((await page.evaluate(() => getSelection().toString())).includes(address));
  await context.close();
});

test('the panel does not change the first screen, and its code stays white at night', async (t) => {
  const server = await startServer();
  t.after(server.stop);
  const options = { viewport: { width: 360, height: 760 }, colorScheme: 'dark' };
  const { context, page, errors } = await openPage(browser, `${server.origin}/${ROLE}`, options);
  const top = await page.locator('.share').evaluate((panel) => panel.getBoundingClientRect().top);
  assert.ok(top > 760, `${top}`);
  await page.locator('.share summary').press('Enter');
  const code = page.locator('.share img');
  await code.scrollIntoViewIfNeeded();
  await code.evaluate((image) => image.decode());
  const corner = await code.evaluate((image) => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 132;
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0, 132, 132);
    return [...pen.getImageData(2, 2, 1, 1).data];
  });
  assert.deepEqual(corner, [255, 255, 255, 255]);
  assert.deepEqual(errors, []);
  await context.close();
});

test('axe finds no violation in the open panel', async (t) => {
  const server = await startServer();
  t.after(server.stop);
  const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  for (const colorScheme of ['light', 'dark']) {
    for (const path of [ROLE, 'compare?r=devops-engineer&r=cloud-architect', 'match']) {
      const options = { viewport: { width: 360, height: 760 }, colorScheme };
      const { context, page } = await openPage(browser, `${server.origin}/${path}`, options);
      await page.locator('.share summary').press('Enter');
      await page.evaluate(`${axe};undefined`);
      const violations = await page.evaluate(async () => {
        const result = await axe.run(document, {
          rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
        });
        return result.violations.map((v) => `${v.id}: ${v.nodes[0].target} ${v.nodes[0].failureSummary}`);
      });
      assert.deepEqual(violations, [], `${path} in ${colorScheme}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 360, `${path}: ${width} px wide`);
      await context.close();
    }
  }
});

for (const base of ['', '/careers']) {
  test(`after one visit the whole site reads without a network, at “${base}/”`, async () => {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const server = await startServer({
      bind: `127.0.0.1:${port}`,
      options: ['--base-url', `${origin}${base}`],
    });
    const home = `${origin}${base || '/'}`;
    const { context, page, errors } = await openPage(browser, home);
    const paths = base === '' ? await findPages(origin) : [base, `${base}/${ROLE}`, `${base}/compare`];
    const kept = await keptPages(page);
    assert.ok(kept > paths.length, `${kept} kept`);
    assert.deepEqual(errors, []);
    const headings = new Map();
    for (const path of paths) {
      const html = await (await fetch(origin + path)).text();
      headings.set(path, /<title>([^<]*)/.exec(html)[1]);
    }
    await server.stop();
    for (const [path, title] of headings) {
      await page.goto(origin + path);
      assert.equal(await page.title(), title, path);
      assert.ok(await page.locator('h1').isVisible(), path);
    }
    // A question gets the page it was asked on; a page that was never kept says so.
    await page.goto(`${origin}${base}/compare?r=devops-engineer&r=cloud-architect`);
    assert.equal(await page.locator('.pick').count(), 1);
    // Nobody leads an address with a slash at its end to the true one, and it opens all the same.
    for (const path of [`${base}/`, `${base}/compare/`]) {
      await page.goto(origin + path);
      assert.notEqual(await page.locator('h1').innerText(), '没有网络', path);
    }
    await page.goto(`${origin}${base}/roles/nobody`);
    assert.equal(await page.locator('h1').innerText(), '没有网络');
    await context.close();
  });
}

/** Waits for a browser that does things in its own time; a predicate in the page may not be async. */
async function until(happened) {
  const end = Date.now() + 20_000;
  while (!(await happened())) {
    assert.ok(Date.now() < end, 'it never happened');
    await setTimeout(100);
  }
}

test('new content wins over what an old worker keeps', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'content-'));
  t.after(() => rm(folder, { recursive: true }));
  await cp(content, folder, { recursive: true });
  const port = await freePort();
  const start = (...options) => startServer({
    bind: `127.0.0.1:${port}`,
    options: ['--content', folder, ...options],
  });
  const address = `http://127.0.0.1:${port}/${ROLE}`;
  const summary = () => page.locator('.sign-face p').innerText();

  let server = await start();
  const { context, page } = await openPage(browser, address);
  await keptPages(page);
  const before = await page.evaluate(() => caches.keys());
  await server.stop();

  const file = join(folder, `${ROLE}.md`);
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^summary: .*$/m, 'summary: 这一句是新写的。'));
  server = await start();
  // The old worker is in charge and has the old page; the first look already shows the new one.
  await page.goto(address);
  assert.equal(await page.evaluate(() => Boolean(navigator.serviceWorker.controller)), true);
  assert.equal(await summary(), '这一句是新写的。');
  await until(async () => {
    const names = await page.evaluate(() => caches.keys());
    return names.length === 1 && !before.includes(names[0]);
  });
  await keptPages(page);
  await server.stop();
  await page.goto(address);
  assert.equal(await summary(), '这一句是新写的。');

  // The switch that ends it: the worker goes, and what it kept with it.
  server = await start('--no-offline');
  await page.goto(address);
  await until(() => page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    return !registration && (await caches.keys()).length === 0;
  }));
  await server.stop();
  // A worker that is ended serves the pages it has until they are closed. Another address than
  // before, which the browser itself has no copy of either.
  await page.close();
  const next = await context.newPage();
  await assert.rejects(next.goto(`${address}?again`));
  await context.close();
});
