// What a page must hold to. Each check gives a list of sentences on what is wrong; [] when all is well.

// --- in the page --------------------------------------------------------------------------------------------------------
// Nothing leads out of the screen to the right.
export function scrollsSideways() {
    const root = document.documentElement;
    return root.scrollWidth > root.clientWidth ? [`${root.scrollWidth} px wide on a screen of ${root.clientWidth}`] : [];
}

// What is pressed is 48 px high and wide at least, but for links within a sentence and on the map.
export function smallTargets() {
    const bad = [];
    for (const node of document.querySelectorAll('a, summary, label, button')) {
        const box = node.getBoundingClientRect();
        if (box.width === 0 || node.closest('svg'))
            continue;
        if (box.height < 47.5 || box.width < 47.5)
            bad.push(`${Math.round(box.width)}x${Math.round(box.height)} px: ${node.textContent.trim().slice(0, 40)}`);
    }
    return bad;
}

// Text stands out from what is behind it: WCAG 2.1, 1.4.3.
export function faintText() {
    const bad = new Set();
    const parts = colour => colour.match(/[\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                                          .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
    const behind = node => {
        for (; node; node = node.parentElement) {
            const colour = parts(getComputedStyle(node).backgroundColor);
            if (colour.length === 3 || colour[3] > 0)
                return colour;
        }
        return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text; (text = walker.nextNode());) {
        const node = text.parentElement, mark = node.closest('.map-stop, .map-haven, .map-home, .map-done');
        if (!text.data.trim() || node.getClientRects().length === 0)
            continue;
        const inMap = node.closest('svg');
        const front = inMap ? getComputedStyle(node).fill : getComputedStyle(node).color;
        const ground = mark ? getComputedStyle(mark.querySelector('circle, rect')).fill
                     : inMap ? getComputedStyle(inMap.querySelector('.map-ground')).fill : null;
        const found = ratio(parts(front), ground ? parts(ground) : behind(node));
        if (found < 4.5)
            bad.add(`${found.toFixed(2)} to 1: "${text.data.trim().slice(0, 40)}"`);
    }
    return [...bad];
}

// Landmarks, headings, names and labels, as a screen reader needs them.
export function unlabelled() {
    const bad = [], ids = new Set();
    const say = (ok, text) => ok || bad.push(text);
    say(document.documentElement.lang === 'en', 'no language');
    say(document.title.length > 5, 'no title');
    for (const name of ['main', 'header', 'footer', 'h1'])
        say(document.querySelectorAll(name).length === 1, `not one ${name}`);
    for (const node of document.querySelectorAll('[id]')) {
        say(!ids.has(node.id), `two elements have the id ${node.id}`);
        ids.add(node.id);
    }
    for (const node of document.querySelectorAll('[aria-labelledby], [aria-describedby], label[for]'))
        for (const name of ['aria-labelledby', 'aria-describedby', 'for'])
            if (node.hasAttribute(name))
                say(ids.has(node.getAttribute(name)), `nothing has the id ${node.getAttribute(name)}`);
    let level = 1;
    for (const node of document.querySelectorAll('h1, h2, h3, h4')) {
        say(Number(node.tagName[1]) <= level + 1, `${node.tagName} after H${level}: ${node.textContent}`);
        level = Number(node.tagName[1]);
    }
    for (const node of document.querySelectorAll('a, button, summary, section, nav, article, svg'))
        say((node.getAttribute('aria-label') ?? '') + (node.textContent.trim() ||
            node.getAttribute('aria-labelledby')) !== '', `<${node.tagName}> has no name`);
    for (const node of document.querySelectorAll('input'))
        say(node.labels?.length > 0 && node.labels[0].textContent.trim(), 'an input has no label');
    for (const node of document.querySelectorAll('a[href^="#"]'))
        say(ids.has(node.getAttribute('href').slice(1)), `${node.getAttribute('href')} leads nowhere`);
    for (const node of document.querySelectorAll('[aria-hidden=true] a'))
        say(node.tabIndex < 0, 'what is hidden from readers can be reached by the keyboard');
    for (const node of document.querySelectorAll('script, img, iframe, object, embed, link, [style], [onclick], [src]'))
        say(false, `<${node.tagName}> has no place here`);
    return bad;
}

export function cards() {
    return [...document.querySelectorAll('li.stop:not(.break)')].map(card => ({
        number: card.querySelector('.number')?.textContent ?? '',
        name: card.querySelector('h3').textContent,
        time: card.querySelector('.time').textContent,
        go: card.querySelector('a.go')?.href ?? '',
        tel: card.querySelector('.buttons a[href^="tel:"]')?.getAttribute('href') ?? '',
        sms: card.querySelector('.buttons a[href^="sms:"]')?.getAttribute('href') ?? '',
        bar: getComputedStyle(card.querySelector('.bar')).display !== 'none',
    }));
}

export const onMap = () => [...document.querySelectorAll('.map-stop text, .map-done text')].map(node => node.textContent);

// --- against the plan -----------------------------------------------------------------------------------------------------
// The places of PLAN ("rounds-plan") in their order, each with a way to get there and to call.
export function wrongCards(plan, found, numbers) {
    const bad = [], stops = plan.stops.filter(stop => stop.kind !== 'break');
    const say = (ok, text) => ok || bad.push(text);
    const numbered = found.filter(card => card.number !== '');
    say(numbered.length === stops.length, `${numbered.length} cards of ${stops.length} stops`);
    stops.forEach((stop, i) => {
        const card = numbered[i] ?? {}, to = new URL(card.go || 'x:').searchParams?.get('destination') ?? '';
        const [lat, lon] = to.split(',').map(Number), digits = stop.phone.replace(/\D/g, '');
        say(card.number === String(i + 1), `stop ${i + 1} has the number ${card.number}`);
        say(card.name === stop.name, `stop ${i + 1} is called ${card.name}, not ${stop.name}`);
        say(card.time === `${stop.start}–${stop.depart}`, `stop ${i + 1} is at ${card.time}, not ${stop.start}–${stop.depart}`);
        say(Math.abs(lat - stop.lat) < 2e-5 && Math.abs(lon - stop.lon) < 2e-5, `stop ${i + 1} leads to ${to}`);
        say(digits === '' || card.tel === `tel:${digits}`, `stop ${i + 1} calls ${card.tel}, not ${digits}`);
        say(digits === '' || card.sms.startsWith(`sms:${digits}?`), `stop ${i + 1} texts ${card.sms}`);
    });
    const wanted = stops.map((stop, i) => String(i + 1)).sort().join(' ');
    say(numbers.filter(text => /^\d+$/.test(text)).sort().join(' ') === wanted, `the map shows ${numbers.join(' ')}`);
    return bad;
}
