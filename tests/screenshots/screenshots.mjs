// node screenshots.mjs PAGE.html PLAN.json OUT: pictures of the page at the sizes of a phone and of a laptop, light and dark,
// into the folder OUT, and what the page must hold to in a real browser. The exit status is 1 when it does not.
// CHROMIUM: the browser (/usr/bin/chromium). playwright-core is found where ./dev screenshots has put it.
import fs from 'node:fs';
import path from 'node:path';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';
import * as checks from './checks.mjs';
import {small} from './png.mjs';

const {chromium} = createRequire(path.join(process.cwd(), 'package.json'))('playwright-core');
const [page, planFile, out] = process.argv.slice(2);
const plan = JSON.parse(fs.readFileSync(planFile, 'utf8'));
const screens = [{width: 360, height: 740, phone: true}, {width: 1280, height: 800, phone: false}];
const largest = 200_000;
let bad = 0;

function report(where, list) {
    for (const text of list)
        console.log(`${where}: ${text}`);
    bad += list.length;
}

async function picture(tab, name, options = {}) {
    const bytes = small(await tab.screenshot(options));
    fs.writeFileSync(path.join(out, name), bytes);
    report(name, bytes.length > largest ? [`${bytes.length} bytes`] : []);
    console.log(`${name}: ${bytes.length} bytes`);
}

// Ticking the first stop brings the second to the thumb.
async function ticks(tab, where) {
    const bars = async () => (await tab.evaluate(checks.cards)).map(card => card.bar).indexOf(true);
    report(where, await bars() === 0 ? [] : ['the first stop is not within reach']);
    await tab.locator('.tick input').first().check();
    report(where, await bars() === 1 ? [] : ['the second stop is not within reach once the first is ticked']);
    await tab.locator('.tick input').first().uncheck();
}

async function show(browser, screen, scheme) {
    const name = `day-${screen.width}x${screen.height}-${scheme}`;
    const context = await browser.newContext({viewport: {width: screen.width, height: screen.height}, colorScheme: scheme,
                                              isMobile: screen.phone, hasTouch: screen.phone,
                                              deviceScaleFactor: screen.phone ? 2 : 1});
    const tab = await context.newPage(), address = pathToFileURL(page).href;
    tab.on('request', request => request.url() === address || report(name, [`asks for ${request.url()}`]));
    tab.on('console', message => report(name, [message.text()]));
    tab.on('pageerror', error => report(name, [String(error)]));
    await tab.goto(address);
    report(name, await tab.evaluate(checks.unlabelled)); // before a picture leaves its traces
    await picture(tab, `${name}.png`);
    report(name, checks.wrongCards(plan, await tab.evaluate(checks.cards), await tab.evaluate(checks.onMap)));
    if (screen.phone) {
        await ticks(tab, name);
        await tab.evaluate(() => document.querySelector('#map').scrollIntoView());
        await picture(tab, `map-${screen.width}x${screen.height}-${scheme}.png`);
    }
    await tab.evaluate(() => document.querySelectorAll('details').forEach(node => { node.open = true; }));
    for (const check of [checks.scrollsSideways, checks.smallTargets, checks.faintText])
        report(`${name}, ${check.name}`, await tab.evaluate(check));
    await tab.waitForTimeout(200);
    await context.close();
}

// On paper: one sheet of A4.
async function print(browser) {
    const context = await browser.newContext(), tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    const pdf = (await tab.pdf({preferCSSPageSize: true})).toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    report('print', pages === 1 && /\[0 0 59[45]\.\d+ 84[12]\.\d+\]/.test(pdf) ? [] : [`${pages} pages of A4`]);
    await context.close();
}

const browser = await chromium.launch({executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
                                       args: process.getuid?.() === 0 ? ['--no-sandbox'] : []});
fs.mkdirSync(out, {recursive: true});
for (const screen of screens)
    for (const scheme of ['light', 'dark'])
        await show(browser, screen, scheme);
await print(browser);
await browser.close();
console.log(bad === 0 ? 'The page holds to all of it.' : `${bad} things are wrong.`);
process.exit(bad === 0 ? 0 : 1);
