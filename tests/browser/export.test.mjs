// An export answers questions as the server does: searches, filters, comparisons, assessments.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startFiles } from './files.mjs';
import { laidOut, openPage, repository, startBrowser, startServer } from './site.mjs';

const BASE = '/careers';
const FORMER = 'a-former-name';
let content;
let server;
let files;
let browser;

before(async () => {
  content = await mkdtemp(join(tmpdir(), 'content-'));
  await cp(`${repository}content`, content, { recursive: true });
  const [role] = await readdir(join(content, 'roles'));
  const text = await readFile(join(content, 'roles', role), 'utf8');
  await writeFile(join(content, 'roles', role), text.replace('\n', `\nredirects: [/roles/${FORMER}]\n`));
  const options = ['--content', content];
  [files, browser] = await Promise.all([startFiles(BASE, options), startBrowser()]);
  // The same address, so that absolute links are the same.
  server = await startServer({ options: [...options, '--base-url', files.origin + BASE] });
});

after(async () => {
  await browser?.close();
  await server?.stop();
  await files?.stop();
  await rm(content, { recursive: true });
});

/** What a reader sees and can follow or send: texts, addresses, the state of fields. */
function seen() {
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() === '' ? [] : [node.data.replace(/\s+/g, ' ').trim()];
    if (node.nodeType !== Node.ELEMENT_NODE) return [];
    if (node.namespaceURI !== document.documentElement.namespaceURI) return [`<${node.localName}>`];
    const names = ['class', 'id', 'href', 'name', 'data-r', 'data-x', 'data-g', 'aria-sort', 'aria-current', 'open'];
    const kept = names.filter((name) => node.getAttribute(name)).map((name) => `${name}=${node.getAttribute(name)}`);
    if (node.localName === 'input') kept.push(`holds=${node.value}`);
    if (node.checked || node.selected) kept.push('chosen');
    // Styles of answers are not on the pages that answer none.
    if (/^h[1-3]$/.test(node.localName)) kept.push(getComputedStyle(node).font);
    node.normalize();
    return [`<${node.localName} ${kept.join(' ')}>`, ...[...node.childNodes].flatMap(walk)];
  };
  const share = [...document.querySelectorAll('[data-share] .field')].map((field) => field.textContent);
  return [document.title, ...walk(document.querySelector('main')), ...share];
}

async function compare(addresses) {
  const context = await browser.newContext({ locale: 'zh-CN' });
  const [page, other] = [await context.newPage(), await context.newPage()];
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'warning') errors.push(message.text());
  });
  for (const address of addresses) {
    await page.goto(files.origin + address);
    await page.waitForSelector('html[data-answered]', { state: 'attached' });
    assert.deepEqual(errors, [], address);
    await other.goto(server.origin + address);
    assert.equal(await other.locator('[data-asks]').count(), 0, `${address} was not answered by the server`);
    assert.deepEqual(await page.evaluate(seen), await other.evaluate(seen), address);
  }
  assert.deepEqual(errors, []);
  await context.close();
}

const data = async (name) => JSON.parse(await readFile(`${files.folder}${BASE}/${name}.json`, 'utf8'));

/** The same numbers in every run: a linear congruential generator (Numerical Recipes). */
function dice(seed) {
  let state = seed;
  return (sides) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

test('searches find the same pages in the same order, with the same words marked', async () => {
  const table = await readFile(`${repository}tests/fixtures/search/queries.tsv`, 'utf8');
  const queries = table.split('\n').filter((line) => line && !line.startsWith('#')).map((line) => line.split('\t')[0]);
  const odd = ['！？', '没有这种东西', 'ＤｅｖＯｐｓ', '軟體', 'x'.repeat(300), '<b>&"', '数据 库 平台', '的', 'C++', 'C#', '商务谈判'];
  const some = queries.filter((_, place) => place % 6 === 0);
  assert.ok(some.length > 20);
  await compare([...some, ...odd].map((query) => `${BASE}/search?q=${encodeURIComponent(query)}`));
});

test('filters and orders show the same directions', async () => {
  const { choices, keys, roles } = await data('../careers/index');
  const roll = dice(1);
  const pick = (list) => list[roll(list.length)];
  const addresses = Array.from({ length: 25 }, () => {
    const parts = [];
    if (roll(2)) parts.push(`group=${pick(choices.group).value}`);
    if (roll(2)) parts.push(`coding=${pick(choices.coding).value}`);
    if (roll(2)) parts.push(`within=${roll(2) ? pick(roles).months[0] : roll(30)}`);
    if (roll(2) || parts.length === 0) parts.push(`sort=${roll(2) ? '-' : ''}${pick(keys).word}`);
    return `${BASE}?${parts.join('&')}`;
  });
  await compare([...addresses, `${BASE}?group=x&coding=most&coding=none&within=007&sort=y`]);
});

test('comparisons show the same rows and columns', async () => {
  const { columns, roles } = await data('compare');
  const roll = dice(2);
  const addresses = Array.from({ length: 20 }, () => {
    const chosen = roles.filter(() => roll(4) === 0).map(({ slug }) => `r=${slug}`);
    const sort = `sort=${roll(2) ? '-' : ''}${columns[roll(columns.length)].name}`;
    return `${BASE}/compare?${[...chosen, sort].join('&')}`;
  });
  const pair = `r=${roles[1].slug}&r=${roles[0].slug}`;
  await compare([...addresses, `${BASE}/compare?${pair}`, `${BASE}/compare?r=${roles[0].slug}&r=no-such`, `${BASE}/compare?r=no-such&sort=x`, `${BASE}/compare?${pair}&r=${FORMER}`]);
});

test('answers come to the same directions for the same reasons', async () => {
  const { questions } = await data('match');
  const roll = dice(3);
  const addresses = Array.from({ length: 25 }, (_, run) => {
    const parts = questions.flatMap(({ id, answers }) => (roll(10) < 2 + (run % 8)
      ? [`${id}=${answers[roll(answers.length)].id}`] : []));
    return `${BASE}/match?${(parts.length > 0 ? parts : [`${questions[0].id}=${questions[0].answers[0].id}`]).join('&')}`;
  });
  const all = questions.flatMap(({ id, answers }) => answers.map((answer) => `${id}=${answer.id}`));
  await compare([...addresses, `${BASE}/match?${all.join('&')}`, `${BASE}/match?${questions[0].id}=no-such`]);
});

test('results appear as one types, without a server', async () => {
  const { context, page, errors } = await openPage(browser, `${files.origin}${BASE}/about`);
  await page.goto(`${files.origin}${BASE}/search`);
  await page.getByRole('combobox').click();
  await page.keyboard.type('devops');
  await page.getByRole('option').first().waitFor();
  const shown = await page.getByRole('option').locator('b').allTextContents();
  const answer = await (await fetch(`${server.origin}${BASE}/search.json?q=devops`)).json();
  assert.deepEqual(shown, answer.map(({ title }) => title));
  assert.deepEqual(errors, []);
  await context.close();
});

test('a form of the export leads to an answer', async () => {
  const { context, page, errors } = await openPage(browser, `${files.origin}${BASE}/match`);
  await page.locator('.quiz input:not([value=""])').first().check();
  await laidOut(page);
  await page.locator('.quiz button').click();
  await page.waitForSelector('#match-form');
  assert.deepEqual(errors, []);
  await context.close();
});
