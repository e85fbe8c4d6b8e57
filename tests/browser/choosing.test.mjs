// Choosing with forms alone: filter, compare and the self-assessment, with and without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { laidOut, startBrowser, startServer } from './site.mjs';

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

/** Runs a reader's path with and without scripts and returns what both ended on. */
async function both(walk) {
  const ends = [];
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled, locale: 'zh-CN' });
    const page = await context.newPage();
    await walk(page);
    // What is not laid out has no text yet.
    await laidOut(page);
    const main = await page.locator('main').innerText();
    ends.push({ address: new URL(page.url()).search, main });
    await context.close();
  }
  assert.deepEqual(ends[0], ends[1]);
  return ends[0];
}

test('the index is filtered by its form', async () => {
  const end = await both(async (page) => {
    await page.goto(`${server.origin}/`);
    await page.locator('.filter select').first().selectOption({ index: 1 });
    await page.locator('.filter form button').click();
    await page.waitForURL('**/?*');
  });
  assert.match(end.address, /group=/);
  assert.match(end.main, /显示 \d+\s个方向/);
});

test('two directions are set side by side by ticking them', async () => {
  const end = await both(async (page) => {
    await page.goto(`${server.origin}/compare`);
    const boxes = page.locator('main form input[type=checkbox]');
    for (const index of [0, 3]) {
      await boxes.nth(index).focus();
      await page.keyboard.press('Space');
    }
    await page.locator('main form button').first().click();
    await page.waitForURL('**/compare?*');
  });
  assert.equal(end.address.match(/r=/g).length, 2);
  assert.match(end.main, /条不同/);
});

test('a comparison on a phone leads to its directions', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
  await page.goto(`${server.origin}/compare`);
  const boxes = await page.locator('main form input[type=checkbox]').evaluateAll((all) => all.map((box) => box.value));
  for (const count of [1, 2, 3, 4]) {
    const chosen = boxes.slice(0, count);
    await page.goto(`${server.origin}/compare?${chosen.map((slug) => `r=${slug}`).join('&')}`);
    for (const slug of chosen) {
      const links = page.locator(`main a[href$="/roles/${slug}"]`).filter({ visible: true });
      assert.equal(await links.count(), 1, `${slug} among ${count}`);
    }
  }
  await page.close();
});

test('what is folded away is not read aloud either', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const isRead = async (text) => {
    const { nodes } = await devtools.send('Accessibility.getFullAXTree');
    return nodes.some(({ ignored, name }) => !ignored && name?.value === text);
  };
  await page.goto(`${server.origin}/compare`);
  const last = (await page.locator('.say td').last().evaluate((cell) => cell.lastChild.textContent)).trim();
  assert.ok(last.length > 5, last);
  assert.equal(await isRead(last), false);
  await page.locator('.more input').check();
  await page.locator('.say td').last().scrollIntoViewIfNeeded();
  assert.equal(await isRead(last), true);
  await context.close();
});

test('sentences of the comparison are shown on demand, and always on paper', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server.origin}/compare`);
  const sentences = page.locator('.say').first();
  assert.equal(await sentences.isVisible(), false);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await sentences.isVisible(), true);
  await page.emulateMedia({ media: 'screen' });
  await page.locator('.more input').focus();
  await page.keyboard.press('Space');
  assert.equal(await sentences.isVisible(), true);
  await context.close();
});

test('the self-assessment answers with reasons at an address', async () => {
  const end = await both(async (page) => {
    await page.goto(`${server.origin}/match`);
    const groups = page.locator('main form fieldset');
    const count = await groups.count();
    assert.ok(count > 5, `${count} questions`);
    for (let index = 0; index < count; index += 1) {
      const answer = groups.nth(index).locator('input').first();
      await answer.focus();
      await page.keyboard.press('Space');
    }
    await page.locator('main form button').last().click();
    await page.waitForURL('**/match?*');
  });
  assert.ok(end.address.split('&').length > 5, end.address);
  assert.doesNotMatch(end.main, /\d+ ?%/);
});
