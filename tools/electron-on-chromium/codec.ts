/**
 * Structured values as JSON, for borders that carry only text (the DevTools protocol). Knows what Electron's IPC may carry and what
 * JSON loses: undefined, bytes, dates, maps, sets, big integers, errors, NaN and the infinities.
 *
 * `makeCodec` is also sent to pages as source text, so it names nothing outside itself.
 */
export interface Codec {
  encode(value: unknown): string;
  decode(text: string): unknown;
}

export interface Base64 {
  to(bytes: Uint8Array): string;
  from(text: string): Uint8Array<ArrayBuffer>;
}

export function makeCodec(base64: Base64): Codec {
  // A tagged value is {[TAG]: type, v: content}; an object that has such a key of its own is tagged as a whole.
  const TAG = '#';
  const views: Record<string, new (buffer: ArrayBuffer) => ArrayBufferView> = {
    Int8Array,
    Uint8ClampedArray,
    Int16Array,
    Uint16Array,
    Int32Array,
    Uint32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
    DataView,
  };
  const tag = (type: string, v?: unknown) => ({ [TAG]: type, v });
  const refuse = (what: string): never => {
    throw new TypeError(`An object could not be cloned: ${what}`);
  };

  const pack = (value: unknown, above: object[]): unknown => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (value === undefined) return tag('undefined');
    if (typeof value === 'number') {
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : tag('number', String(Object.is(value, -0) ? '-0' : value));
    }
    if (typeof value === 'bigint') return tag('bigint', String(value));
    if (typeof value !== 'object') return refuse(typeof value);
    if (above.includes(value)) return refuse('a cycle');
    const below = [...above, value];
    if (Array.isArray(value)) return value.map((item) => pack(item, below));
    if (value instanceof Date) return tag('date', value.getTime());
    if (value instanceof Map)
      return tag(
        'map',
        [...value].map((pair) => pair.map((item) => pack(item, below))),
      );
    if (value instanceof Set)
      return tag(
        'set',
        [...value].map((item) => pack(item, below)),
      );
    if (value instanceof ArrayBuffer) return tag('buffer', base64.to(new Uint8Array(value)));
    if (ArrayBuffer.isView(value)) {
      const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
      // Node's Buffer arrives as a Uint8Array, as it does in Electron.
      const kind = value instanceof Uint8Array ? 'Uint8Array' : value.constructor.name;
      return tag('bytes', { kind, bytes: base64.to(bytes) });
    }
    if (value instanceof Error)
      return tag('error', { name: value.name, message: value.message, stack: value.stack ?? '' });
    if (value instanceof Promise) return refuse('a promise');
    const plain = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, pack(item, below)]));
    return Object.hasOwn(plain, TAG) ? tag('object', Object.entries(plain)) : plain;
  };

  const unpackTagged = (type: unknown, v: unknown): unknown => {
    switch (type) {
      case 'undefined':
        return undefined;
      case 'number':
        return Number(v);
      case 'bigint':
        return BigInt(v as string);
      case 'date':
        return new Date(v as number);
      case 'map':
        return new Map((v as [unknown, unknown][]).map(([key, item]) => [unpack(key), unpack(item)]));
      case 'set':
        return new Set((v as unknown[]).map(unpack));
      case 'buffer':
        return base64.from(v as string).buffer;
      case 'bytes': {
        const { kind, bytes } = v as { kind: string; bytes: string };
        const view = views[kind];
        return view ? new view(base64.from(bytes).buffer) : base64.from(bytes);
      }
      case 'error': {
        const { name, message, stack } = v as { name: string; message: string; stack: string };
        return Object.assign(new Error(message), { name, stack });
      }
      case 'object':
        return Object.fromEntries((v as [string, unknown][]).map(([key, item]) => [key, unpack(item)]));
      default:
        return refuse(`the tag ${String(type)}`);
    }
  };

  const unpack = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map(unpack);
    if (Object.hasOwn(value, TAG)) {
      const tagged = value as Record<string, unknown>;
      return unpackTagged(tagged[TAG], tagged['v']);
    }
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, unpack(item)]));
  };

  return {
    encode: (value) => JSON.stringify(pack(value, [])),
    decode: (text) => unpack(JSON.parse(text)),
  };
}

/** The codec on Node's side. */
export const nodeCodec: Codec = makeCodec({
  to: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  // A copy of its own, so that `.buffer` holds these bytes and not a shared pool.
  from: (text) => Uint8Array.from(Buffer.from(text, 'base64')),
});
