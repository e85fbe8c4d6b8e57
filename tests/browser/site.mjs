// A running server and a browser, shared by the tests of this folder.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Time in which a page lays out all it has; the one that holds all others takes its time. */
const LAID_OUT_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 25;

/** The repository, with a slash at its end. */
export const repository = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the built binary, by default on a port of its own; `stop` ends it and waits. */
export async function startServer({ command = 'serve', bind = '127.0.0.1:0', options = [] } = {}) {
  const binary = process.env.CAREER_DIRECTIONS_BINARY ?? `${repository}target/debug/career-directions`;
  const server = spawn(binary, [command, '--bind', bind, '--workers', '1', ...options], {
    cwd: repository,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let origin;
  for await (const line of createInterface({ input: server.stderr })) {
    origin = / at (http:\/\/\S+)/.exec(line)?.[1];
    if (origin) break;
  }
  if (!origin) throw new Error('the server ended before it served');
  server.stderr.resume();
  const stop = async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
  };
  return { origin, stop };
}

/**
 * Starts Debian's Chromium; the switches keep it from looking for the internet.
 * Playwright turns off the memory for the way back unless told otherwise.
 */
export function startBrowser({ backForwardCache = false } = {}) {
  return chromium.launch({
    ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

/** The paths of all pages, found by following links from the index. */
export async function findPages(origin) {
  const found = new Set(['/']);
  for (const path of found) {
    const html = await (await fetch(origin + path)).text();
    for (const [, target] of html.matchAll(/<a [^>]*href="(\/[^"#?]*)/g)) {
      // What has an ending is a picture or a file.
      if (!target.includes('.')) found.add(target);
    }
  }
  return [...found];
}

/** Opens a page and collects what a reader must never see: errors and violations of policy. */
export async function openPage(browser, address, options = {}) {
  const context = await browser.newContext({ locale: 'zh-CN', ...options });
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.addInitScript(() => {
    window.layoutShift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.layoutShift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const response = await page.goto(address, { waitUntil: 'load' });
  return { context, page, errors, response };
}

/** Waits until a page has laid out all it has, also far below; scripts may be off. */
export async function laidOut(page) {
  const waiting = () => [...document.querySelectorAll('body *')]
    .filter((element) => element.checkVisibility() && !element.checkVisibility({ contentVisibilityAuto: true })).length;
  const end = Date.now() + LAID_OUT_WITHIN_MS;
  for (let count = await page.evaluate(waiting); count > 0; count = await page.evaluate(waiting)) {
    if (Date.now() > end) throw new Error(`${count} elements of ${page.url()} are not laid out`);
    await setTimeout(LOOK_AGAIN_MS);
  }
}

/** Pages as their forms lead to them: sorted, narrowed down to nothing, side by side by two and by four, answered, found and not found. */
export async function findStates(origin) {
  const choices = async (path, pattern) => [...(await (await fetch(origin + path)).text()).matchAll(pattern)];
  const roles = await choices('/compare', /name="r" value="([^"]+)"[^>]*>([^<]+)/g);
  const chosen = (count) => roles.slice(-count).map(([, slug]) => `r=${slug}`).join('&');
  const [[, sort]] = await choices('/', /<option value="(-[^"]+)"/g);
  const answers = new Map();
  for (const [, question, answer] of await choices('/match', /type="radio" name="([^"]+)" value="([^"]+)"/g)) {
    answers.set(question, answer);
  }
  return [
    `/?sort=${sort}`,
    '/?within=0',
    `/compare?${chosen(2)}`,
    `/compare?${chosen(4)}`,
    `/match?${new URLSearchParams([...answers])}`,
    `/search?q=${encodeURIComponent(roles[0][2])}`,
    '/search?q=qqqq',
  ];
}
