// What an editor sees while writing: every save on the screen, every mistake named, nothing lost.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { openPage, repository, startBrowser, startServer } from './site.mjs';

/** Saves for a median. */
const ROUNDS = 21;
/** Something is wrong, not merely slow, when a save takes so long to be seen. */
const MAX_MS = 1000;

let browser;
let folder;
let file;
let address;
let original;
let server;

before(async () => {
  browser = await startBrowser();
  folder = await mkdtemp(join(tmpdir(), 'preview-'));
  await cp(`${repository}content`, join(folder, 'content'), { recursive: true });
  await cp(`${repository}static`, join(folder, 'static'), { recursive: true });
  const [name] = await readdir(join(folder, 'content/roles'));
  file = join(folder, 'content/roles', name);
  original = await readFile(file, 'utf8');
  server = await start();
  address = `${server.origin}/roles/${name.replace('.md', '')}`;
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(() => writeFile(file, original));

function start() {
  const options = ['--content', join(folder, 'content'), '--static', join(folder, 'static')];
  return startServer({ command: 'preview', options });
}

const save = (title) => writeFile(file, original.replace(/^title: .*$/m, `title: ${title}`));
const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];

/** Opens the page and waits until it is connected, so that no save is missed. */
async function open(options) {
  const stream = (response) => response.url().endsWith('/_preview/events');
  const opened = await openPage(browser, 'about:blank', options);
  const connected = opened.page.waitForResponse(stream);
  await opened.page.goto(address);
  await connected;
  return opened;
}

test('a save is on the screen without a reload, and the scroll place stays', async (t) => {
  const { context, page, errors } = await open({ viewport: { width: 1280, height: 700 } });
  await page.waitForFunction(() => document.querySelector('h1'));
  await page.evaluate(() => {
    window.untouched = true;
    scrollTo(0, 900);
  });
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const title = `第 ${round} 版`;
    const seen = page.evaluate(
      (wanted) =>
        new Promise((resolve) => {
          const look = () => {
            if (document.querySelector('h1')?.textContent === wanted) resolve(Date.now());
            else requestAnimationFrame(look);
          };
          look();
        }),
      title,
    );
    const saved = Date.now();
    await save(title);
    times.push((await seen) - saved);
  }
  const screen = median(times);
  t.diagnostic(`save to screen: median ${screen} ms of ${ROUNDS}`);
  assert.ok(screen < MAX_MS, `${screen} ms`);
  assert.equal(await page.evaluate(() => window.untouched), true, 'the page was reloaded');
  assert.equal(await page.evaluate(() => scrollY), 900);
  assert.match(await page.title(), /^第 20 版/);
  assert.deepEqual(errors, []);
  await context.close();
});

test('a save is served at once', async (t) => {
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const title = `第 ${round} 次`;
    const saved = performance.now();
    await save(title);
    while (!(await (await fetch(address)).text()).includes(`<h1>${title}</h1>`)) {
      assert.ok(performance.now() - saved < 5 * MAX_MS, 'the change never came');
    }
    times.push(performance.now() - saved);
  }
  const served = median(times);
  t.diagnostic(`save to served: median ${served.toFixed(1)} ms of ${ROUNDS}`);
  assert.ok(served < MAX_MS, `${served} ms`);
});

test('styles are swapped without a reload', async () => {
  const { context, page, errors } = await open();
  await page.evaluate(() => {
    window.untouched = true;
  });
  const sheet = join(folder, 'static/css/base.css');
  const css = await readFile(sheet, 'utf8');
  await writeFile(sheet, `${css}\nh1 { color: rgb(1, 2, 3); }\n`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)');
  await writeFile(sheet, css);
  await page.waitForFunction(() => getComputedStyle(document.querySelector('h1')).color !== 'rgb(1, 2, 3)');
  assert.equal(await page.evaluate(() => window.untouched), true, 'the page was reloaded');
  assert.deepEqual(errors, []);
  await context.close();
});

test('a mistake is named over the last good page, and goes away when it is mended', async () => {
  const { context, page, errors } = await open();
  const title = await page.textContent('h1');
  await writeFile(file, original.replace(/^title:/m, 'tittle:'));
  const alert = page.getByRole('alert');
  await alert.waitFor();
  const told = await alert.textContent();
  assert.match(told, /tittle/);
  assert.match(told, /:2:1/);
  assert.match(told, /title/);
  assert.equal(await page.textContent('h1'), title);
  const findings = await openPage(browser, `${server.origin}/_preview/findings`, { javaScriptEnabled: false });
  assert.match(await findings.page.textContent('main'), /tittle/);
  await findings.context.close();
  await save('改好了');
  await page.waitForFunction(() => document.querySelector('h1')?.textContent === '改好了');
  assert.equal(await alert.count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test('what is no error is counted in a corner, and leads to the list', async () => {
  const { context, page, errors } = await open();
  await writeFile(file, original.replace(/^## (.*)$/m, '## $1\n\n用Go写，'));
  const hint = page.getByRole('link', { name: /^\d+ 处提醒$/ });
  await hint.waitFor();
  assert.equal(await page.getByRole('alert').count(), 0);
  const list = await openPage(browser, server.origin + (await hint.getAttribute('href')));
  assert.match(await list.page.textContent('main'), /用 Go 写/);
  await list.context.close();
  await writeFile(file, original);
  await hint.waitFor({ state: 'detached' });
  assert.deepEqual(errors, []);
  await context.close();
});

test('what was opened stays open', async () => {
  const { context, page } = await openPage(browser, 'about:blank');
  const connected = page.waitForResponse((response) => response.url().endsWith('/_preview/events'));
  await page.goto(`${server.origin}/`);
  await connected;
  const details = page.locator('main details').first();
  await details.locator('summary').click();
  await save('仍然开着');
  await page.getByRole('link', { name: /仍然开着/ }).first().waitFor();
  assert.equal(await details.evaluate(({ open }) => open), true);
  await context.close();
});

test('what there is to pass on stays open, and passes on what was saved', async () => {
  const { context, page } = await open();
  const panel = page.locator('[data-share]');
  await panel.locator('summary').click();
  await save('传下去');
  await page.getByRole('heading', { name: '传下去', level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('[data-share]').dataset.share === '传下去');
  assert.match(await panel.locator('.field').last().textContent(), /^传下去：/);
  assert.equal(await panel.getByRole('button', { name: '复制网址' }).isVisible(), true);
  await context.close();
});

test('drafts are there, and say that they are', async () => {
  const { context, page } = await open();
  await writeFile(file, original.replace(/^title:/m, 'draft: true\ntitle:'));
  await page.getByText('草稿', { exact: true }).waitFor();
  await context.close();
});

test('broken from the start, every address names what is wrong, until it is mended', async () => {
  await writeFile(file, original.replace(/^title:/m, 'tittle:'));
  const own = await start();
  const { context, page } = await openPage(browser, `${own.origin}/`);
  assert.match(await page.textContent('h1'), /错误/);
  assert.match(await page.textContent('main'), /tittle/);
  await writeFile(file, original);
  await page.waitForFunction(() => document.body.className === 'p-index');
  await context.close();
  await own.stop();
});
