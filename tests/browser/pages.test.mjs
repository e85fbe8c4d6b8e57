// Every page as it looks: at four widths, in light and dark, in print, without scripts.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { findPages, findStates, laidOut, openPage, startBrowser, startServer } from './site.mjs';

const WIDTHS = [320, 360, 768, 1280, 1920];
const SCHEMES = ['light', 'dark'];
/** Sheets of A4 a page may take in print. */
const MAX_SHEETS = 6;
/** Layout shift a page may make: a label that ends on the next line, a fifth of what counts as good. */
const MAX_SHIFT = 0.02;
/** And on a phone the index, whose picture is among the first things to arrive. */
const MAX_SHIFT_OF_PICTURE = 0.005;
/** Pieces in which the first screens of a page arrive, small enough to cut its navigation, and the pause between. */
const PIECES = 40;
const PIECE_BYTES = 400;
const PAUSE_MS = 25;
/** The page that holds all others may take more, the table less: it begins under its heading. */
const MAX_SHEETS_OF = { '/all': 60, '/compare': 2 };

let server;
let browser;
let paths;

before(async () => {
  server = await startServer();
  browser = await startBrowser();
  paths = [...(await findPages(server.origin)), ...(await findStates(server.origin)), '/nothing-here'];
});

after(async () => {
  await browser?.close();
  await server?.stop();
});

test('there are pages to test', () => {
  assert.ok(paths.length > 12, paths.join(' '));
});

test('no page scrolls sideways, shifts, or breaks its own policy', async () => {
  for (const path of paths) {
    for (const width of WIDTHS) {
      for (const colorScheme of SCHEMES) {
        const opened = await openPage(browser, server.origin + path, {
          viewport: { width, height: 900 },
          colorScheme,
        });
        const where = `${path} at ${width} px in ${colorScheme}`;
        const measured = await opened.page.evaluate(() => ({
          scroll: document.documentElement.scrollWidth,
          shift: window.layoutShift,
          dark: matchMedia('(prefers-color-scheme: dark)').matches,
        }));
        assert.equal(measured.dark, colorScheme === 'dark', where);
        assert.ok(measured.scroll <= width, `${where}: ${measured.scroll} px wide`);
        assert.ok(measured.shift < MAX_SHIFT, `${where}: layout shift ${measured.shift}`);
        const errors = opened.errors.filter((text) => !text.includes('status of 404'));
        assert.deepEqual(errors, [], where);
        await opened.context.close();
      }
    }
  }
});

/** Texts whose line begins with a mark that belongs to the end of the one before. */
function linesThatBeginWrong() {
  const isMark = (character) => '，。；：、？！）》”’」』%'.includes(character);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const placeOf = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    return range.getClientRects()[0];
  };
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    for (let at = 1; at < node.data.length; at += 1) {
      const [before, mark] = isMark(node.data[at]) ? [placeOf(node, at - 1), placeOf(node, at)] : [];
      if (before && mark && mark.left < before.left && mark.top > before.top) found.push(node.data.slice(at - 8, at + 1));
    }
  }
  return found;
}

test('no line begins with a mark that ends one', async () => {
  for (const path of paths) {
    const { context, page } = await openPage(browser, server.origin + path);
    await laidOut(page);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      assert.deepEqual(await page.evaluate(linesThatBeginWrong), [], `${path} at ${width} px`);
    }
    await context.close();
  }
});

test('a page is laid out as a whole without being scrolled', async () => {
  for (const path of paths) {
    const phone = { viewport: { width: 360, height: 740 }, javaScriptEnabled: false };
    const { context, page } = await openPage(browser, server.origin + path, phone);
    await laidOut(page);
    await context.close();
  }
});

test('a page that arrives in pieces does not jump', async (t) => {
  const slow = createServer(async (request, response) => {
    const answer = await fetch(server.origin + request.url);
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') });
    if (!body.includes('<body')) return response.end(body);
    let at = body.indexOf('<body');
    response.write(body.subarray(0, at));
    for (let piece = 0; piece < PIECES; piece += 1) {
      await setTimeout(PAUSE_MS);
      response.write(body.subarray(at, at + PIECE_BYTES));
      at += PIECE_BYTES;
    }
    response.end(body.subarray(at));
  }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  t.after(() => {
    slow.close();
    slow.closeAllConnections();
  });
  const role = paths.find((path) => path.startsWith('/roles/'));
  for (const path of ['/', role, '/compare', '/match', '/search', '/changes', '/about']) {
    for (const width of [360, 1280]) {
      const address = `http://127.0.0.1:${slow.address().port}${path}`;
      const { context, page } = await openPage(browser, address, { viewport: { width, height: 900 } });
      const shift = await page.evaluate(() => window.layoutShift);
      const limit = path === '/' && width === 360 ? MAX_SHIFT_OF_PICTURE : MAX_SHIFT;
      assert.ok(shift < limit, `${path} at ${width} px: layout shift ${shift}`);
      await context.close();
    }
  }
});

test('axe finds no violation on any page', async () => {
  const axe = await readFile(new URL('node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  for (const path of paths) {
    for (const colorScheme of SCHEMES) {
      for (const width of [360, 1280]) {
        const { context, page } = await openPage(browser, server.origin + path, {
          viewport: { width, height: 900 },
          colorScheme,
        });
        await page.evaluate(`${axe};undefined`);
        const violations = await page.evaluate(async () => {
          const result = await axe.run(document, {
            runOnly: {
              type: 'tag',
              values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
            },
            rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
          });
          return result.violations.map((v) => `${v.id}: ${v.nodes[0].target} ${v.nodes[0].failureSummary}`);
        });
        assert.deepEqual(violations, [], `${path} at ${width} px in ${colorScheme}`);
        await context.close();
      }
    }
  }
});

test('pages say the same without scripts', async () => {
  for (const path of paths) {
    const texts = [];
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ javaScriptEnabled });
      const page = await context.newPage();
      await page.goto(server.origin + path);
      await laidOut(page);
      // Elements a script adds may be empty; they are no words.
      texts.push((await page.locator('main').innerText()).replace(/\s+/g, ' ').trim());
      await context.close();
    }
    assert.ok(texts[0].length > 20, path);
    assert.equal(texts[0], texts[1], path);
  }
});

test('pages print on few sheets, without navigation', async () => {
  for (const path of paths) {
    const { context, page } = await openPage(browser, server.origin + path);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g).length;
    const allowed = MAX_SHEETS_OF[path] ?? MAX_SHEETS;
    assert.ok(sheets >= 1 && sheets <= allowed, `${path}: ${sheets} sheets`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('header nav').first().isVisible(), false, path);
    assert.equal(await page.locator('h1').isVisible(), true, path);
    await context.close();
  }
});
