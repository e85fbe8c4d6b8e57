// Search: results as one types, by keyboard and by ear, and the same without scripts.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, startBrowser, startServer } from './site.mjs';

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

test('results appear as one types and are chosen with the keyboard', async () => {
  const { context, page, errors } = await openPage(browser, `${server.origin}/search`);
  const input = page.getByRole('combobox');
  await input.click();
  await page.keyboard.type('devops');
  await page.getByRole('listbox').waitFor();
  assert.equal(await input.getAttribute('aria-expanded'), 'true');
  await page.locator('form [role=status]').filter({ hasText: /\d 条建议/ }).waitFor({ state: 'attached' });
  await page.keyboard.press('ArrowDown');
  const chosen = page.getByRole('option', { selected: true });
  assert.equal(await input.getAttribute('aria-activedescendant'), await chosen.getAttribute('id'));
  const target = await chosen.getAttribute('data-href');
  await page.keyboard.press('ArrowUp');
  assert.equal(await input.getAttribute('aria-activedescendant'), null);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL(`**${target}`);
  assert.deepEqual(errors, []);
  await context.close();
});

test('escape closes the list, keeps the text, and enter then searches', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/search`);
  const input = page.getByRole('combobox');
  await input.fill('kubernetes');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('listbox').count(), 0);
  assert.equal(await input.inputValue(), 'kubernetes');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search?q=kubernetes');
  assert.ok((await page.locator('.hits mark').count()) > 0);
  await context.close();
});

test('a closed list opens again, and what was said of it is not said for ever', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/search?q=devops`);
  const status = page.locator('form > [role=status]');
  await page.getByRole('combobox').focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('listbox').waitFor();
  await status.filter({ hasText: /\d 条建议/ }).waitFor({ state: 'attached' });
  await page.keyboard.press('Escape');
  assert.equal(await status.textContent(), '');
  await context.close();
});

test('only the answer to the last letters is shown', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/search`);
  let held;
  await page.route('**/search.json?q=first', async (route) => {
    // Answered long after the second question.
    held = new Promise((resolve) => { setTimeout(resolve, 700); });
    await held;
    await route.continue().catch(() => {});
  });
  const input = page.getByRole('combobox');
  await input.fill('first');
  await page.waitForTimeout(200);
  await input.fill('devops');
  await page.getByRole('listbox').waitFor();
  const before = await page.getByRole('listbox').innerText();
  await page.waitForTimeout(900);
  assert.ok(held, 'the first question was asked');
  assert.equal(await page.getByRole('listbox').innerText(), before);
  await context.close();
});

test('a suggestion can be clicked', async () => {
  const { context, page } = await openPage(browser, `${server.origin}/search`);
  await page.getByRole('combobox').fill('devops');
  const option = page.getByRole('option').first();
  const target = await option.getAttribute('data-href');
  await option.click();
  await page.waitForURL(`**${target}`);
  await context.close();
});

test('the form finds the same without scripts', async () => {
  const results = [];
  for (const javaScriptEnabled of [true, false]) {
    const context = await browser.newContext({ javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${server.origin}/search`);
    await page.locator('#search-field').fill('kubernetes');
    await page.locator('main form button').click();
    await page.waitForURL('**/search?q=*');
    results.push(await page.locator('.hits').innerText());
    await context.close();
  }
  assert.ok(results[0].length > 20);
  assert.equal(results[0], results[1]);
});
