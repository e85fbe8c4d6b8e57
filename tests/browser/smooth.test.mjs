// Going from page to page: rendered ahead, kept for the way back, in a transition, at its place.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startServer } from './site.mjs';

let server;
let browser;

before(async () => {
  server = await startServer({ options: ['--no-offline'] });
  browser = await startBrowser({ backForwardCache: true });
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('a page that is pointed at is rendered before it is chosen', async () => {
  const { context, page, errors } = await openPage(browser, `${server.origin}/`);
  const link = page.locator('.card h3 a').first();
  const target = await link.evaluate((element) => element.href);
  const ahead = context.waitForEvent('request', (request) => request.url() === target);
  await link.hover();
  await ahead;
  assert.deepEqual(errors, []);
  await context.close();
});

test('on the way back a page is as it was left', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/`);
  await page.evaluate(() => {
    window.scrollTo(0, 1500);
    window.left = true;
  });
  const place = await page.evaluate(() => window.scrollY);
  assert.ok(place > 1000, `${place}`);
  await page.goto(`${server.origin}/compare`);
  await page.evaluate(() => history.back());
  await page.waitForURL(`${server.origin}/`, { waitUntil: 'commit' });
  assert.equal(await page.evaluate(() => window.left), true, 'kept, not loaded again');
  assert.equal(await page.evaluate(() => window.scrollY), place);
  await context.close();
});

test('pages follow each other in a transition unless motion is unwelcome', async () => {
  for (const [reducedMotion, expected] of [['no-preference', true], ['reduce', false]]) {
    const { context, page } = await openPage(browser, `${server.origin}/`, { reducedMotion });
    await page.context().addInitScript(() => {
      window.addEventListener('pagereveal', (event) => {
        window.transition = Boolean(event.viewTransition);
      });
    });
    await page.locator('.card h3 a').first().click();
    await page.waitForURL(`${server.origin}/roles/**`);
    assert.equal(await page.evaluate(() => window.transition), expected, reducedMotion);
    await context.close();
  }
});

test('a page that opens one cannot hold its window, a reader who does waits for no other process', async () => {
  const elsewhere = server.origin.replace('127.0.0.1', 'localhost');
  const { context, page, response } = await openPage(browser, `${elsewhere}/about`);
  assert.equal(response.headers()['cross-origin-opener-policy'], undefined);
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    page.evaluate((address) => { window.opened = window.open(address); }, `${server.origin}/`),
  ]);
  await opened.waitForURL(`${server.origin}/`);
  assert.equal(await opened.evaluate(() => window.opener), null);
  assert.equal(await page.evaluate(() => window.opened.closed), true);
  await context.close();
});

test('contents beside a text show the chapter that is being read', async () => {
  const { context, page, errors } = await openPage(browser, `${server.origin}/`);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(await page.locator('.card h3 a').first().evaluate((link) => link.href));
  const marked = () => page.locator('.toc a').evaluateAll((links) => links
    .filter((link) => parseFloat(getComputedStyle(link, '::before').borderInlineStartWidth) > 0)
    .map((link) => link.hash));
  const chapters = await page.locator('.toc a').evaluateAll((links) => links.map((link) => link.hash));
  for (const chapter of [chapters[3], chapters[1]]) {
    await page.locator(`.toc a[href="${chapter}"]`).click();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.evaluate(() => new Promise(requestAnimationFrame));
    assert.deepEqual(await marked(), [chapter]);
  }
  assert.deepEqual(errors, []);
  await context.close();
});
