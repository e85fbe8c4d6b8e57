// The main paths with the keyboard alone, and the choice of light or dark.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findPages, laidOut, openPage, startBrowser, startServer } from './site.mjs';

let server;
let browser;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('the first stop of the keyboard leads past the navigation', async () => {
  for (const path of await findPages(server.origin)) {
    const { context, page } = await openPage(browser, server.origin + path);
    await page.keyboard.press('Tab');
    const skip = page.locator(':focus');
    assert.ok(await skip.isVisible(), path);
    await page.keyboard.press('Enter');
    const inMain = await page.evaluate(() => document.activeElement?.closest('main') !== null);
    assert.ok(inMain, `${path}: focus is not in the text`);
    await context.close();
  }
});

test('every stop of the keyboard can be seen', async () => {
  for (const path of ['/', (await findPages(server.origin)).find((path) => path.startsWith('/roles/'))]) {
    const { context, page } = await openPage(browser, server.origin + path);
    const stops = new Set();
    for (let press = 0; press < 200; press += 1) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        // A link may stretch its ring around the whole card by a pseudo-element.
        const parts = [element, ...element.querySelectorAll('*')];
        const style = parts.flatMap((e) => [getComputedStyle(e), getComputedStyle(e, '::after')]);
        const ring = style.some((s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2);
        const box = element.getBoundingClientRect();
        const name = `${element.tagName} ${element.getAttribute('href') ?? element.textContent.trim()}`;
        return { ring, area: box.width * box.height, key: `${name} ${box.x} ${box.y + scrollY}`, name };
      });
      if (!stop || stops.has(stop.key)) break;
      stops.add(stop.key);
      assert.ok(stop.ring, `${path}: no ring around ${stop.name}`);
      assert.ok(stop.area > 0, `${path}: ${stop.name} has no size`);
    }
    assert.ok(stops.size > 20, `${path}: ${stops.size} stops`);
    await context.close();
  }
});

test('a reader goes from the index to a direction and on to the next', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/`);
  await page.locator('.card a').first().focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/roles/*');
  const first = page.url();
  await page.locator('a[rel=next]').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.href !== first);
  assert.match(page.url(), /\/roles\//);
  await context.close();
});

test('the choice of light or dark is remembered, and shown before the page is', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/`, { colorScheme: 'light' });
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  const dark = page.getByRole('button', { name: '深色' });
  await laidOut(page);
  await dark.click();
  assert.equal(await dark.getAttribute('aria-pressed'), 'true');
  const chosen = await background();
  assert.notEqual(chosen, light);
  await page.goto(`${server.origin}/about`, { waitUntil: 'commit' });
  await page.waitForSelector('main', { state: 'attached' });
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  assert.equal(await background(), chosen);
  await page.getByRole('button', { name: '跟随系统' }).click();
  assert.equal(await background(), light);
  await context.close();
});

test('without scripts there is no switch that does nothing', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/`, { javaScriptEnabled: false });
  assert.equal(await page.locator('footer').getByRole('button').count(), 0);
  await context.close();
});
