// Makes a screenshot small: 8-bit RGB(A) without interlace in, at most 256 colours out (PNG specification, W3C 2003).
import zlib from 'node:zlib';

function chunks(bytes) {
    const found = [];
    for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at) + 12)
        found.push({type: bytes.toString('latin1', at + 4, at + 8),
                    data: bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at))});
    return found;
}

function paeth(a, b, c) {
    const p = a + b - c, pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

// -> {width, height, pixels: Uint32Array of 0xRRGGBB}
export function decode(bytes) {
    const all = chunks(bytes), head = all[0].data;
    const width = head.readUInt32BE(0), height = head.readUInt32BE(4), size = head[9] === 6 ? 4 : 3;
    const raw = zlib.inflateSync(Buffer.concat(all.filter(c => c.type === 'IDAT').map(c => c.data)));
    const stride = width * size, pixels = new Uint32Array(width * height);
    let before = new Uint8Array(stride);
    for (let y = 0; y < height; y++) {
        const filter = raw[y * (stride + 1)], row = Uint8Array.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
        for (let x = 0; x < stride; x++) {
            const a = x >= size ? row[x - size] : 0, b = before[x], c = x >= size ? before[x - size] : 0;
            row[x] += [0, a, b, (a + b) >> 1, filter === 4 ? paeth(a, b, c) : 0][filter];
        }
        for (let x = 0; x < width; x++)
            pixels[y * width + x] = row[x * size] << 16 | row[x * size + 1] << 8 | row[x * size + 2];
        before = row;
    }
    return {width, height, pixels};
}

// The 256 colours that most pixels have, neighbours (five bits a channel) taken together.
function palette(pixels) {
    const counts = new Map();
    for (const p of pixels)
        counts.set(p, (counts.get(p) ?? 0) + 1);
    const exact = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const colours = [], taken = new Set();
    for (const [colour] of exact) {
        const bucket = colour >> 3 & 0x1f1f1f;
        if (colours.length < 24 || !taken.has(bucket))
            colours.push(colour);
        taken.add(bucket);
        if (colours.length === 256)
            break;
    }
    const index = new Map();
    for (const [colour] of exact) {
        let best = 0, least = Infinity;
        for (let i = 0; i < colours.length && least > 0; i++) {
            const r = (colour >> 16) - (colours[i] >> 16), g = (colour >> 8 & 255) - (colours[i] >> 8 & 255),
                  b = (colour & 255) - (colours[i] & 255), off = r * r + g * g + b * b;
            if (off < least) {
                least = off;
                best = i;
            }
        }
        index.set(colour, best);
    }
    return {colours, index};
}

function chunk(type, data) {
    const out = Buffer.alloc(data.length + 12);
    out.writeUInt32BE(data.length, 0);
    out.write(type, 4, 'latin1');
    data.copy(out, 8);
    let crc = 0xffffffff;
    for (let i = 4; i < data.length + 8; i++) {
        crc ^= out[i];
        for (let k = 0; k < 8; k++)
            crc = crc & 1 ? crc >>> 1 ^ 0xedb88320 : crc >>> 1;
    }
    out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, data.length + 8);
    return out;
}

export function small(bytes) {
    const {width, height, pixels} = decode(bytes), {colours, index} = palette(pixels);
    const head = Buffer.alloc(13), table = Buffer.alloc(colours.length * 3), raw = Buffer.alloc((width + 1) * height);
    head.writeUInt32BE(width, 0);
    head.writeUInt32BE(height, 4);
    head.set([8, 3, 0, 0, 0], 8);
    colours.forEach((c, i) => table.set([c >> 16, c >> 8 & 255, c & 255], i * 3));
    for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
            raw[y * (width + 1) + 1 + x] = index.get(pixels[y * width + x]);
    return Buffer.concat([bytes.subarray(0, 8), chunk('IHDR', head), chunk('PLTE', table),
                          chunk('IDAT', zlib.deflateSync(raw, {level: 9})), chunk('IEND', Buffer.alloc(0))]);
}
