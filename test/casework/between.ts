/** A real repository with somebody in the middle who may answer in its place: cut, forged, flooded, refused. */
import { type World, createWorld } from './world.ts';

/** Answers a request, or lets it pass. */
export type Answerer = (path: string, method: string, pass: () => Promise<Response>) => Promise<Response> | Response;

/** `answerer` is asked for at each request, so that a test may change its mind. */
export function between(answerer: () => Answerer): typeof fetch {
  return async (input, init) => {
    const path = new URL(String(input)).pathname;
    return answerer()(path, init?.method ?? 'GET', () => fetch(input, init));
  };
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

export const problem = (code: string, status: number, retry = 'never'): Response =>
  json({ type: `urn:fojas:problem:${code}`, title: 't', status, detail: 'd', retry }, status);

export function endless(): ReadableStream<Uint8Array> {
  return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });
}

/** The feed without registrations: a receipt that is lost on its own way stays lost. */
export const withoutRegistrations = async (response: Response): Promise<Response> => {
  const page = (await response.json()) as { events: { kind: string }[] };
  return json({ ...page, events: page.events.filter(({ kind }) => kind !== 'registered') });
};

export const straight: Answerer = (_path, _method, pass) => pass();

/** A world whose acts are all signed, with the line under the answerer's hand from the beginning. */
export async function signedWorld(acts: number, answerer: () => Answerer): Promise<World> {
  const world = await createWorld({ acts, office: { fetch: between(answerer) } });
  await world.ended(await world.sign());
  return world;
}

export const read = (world: World, n: number) => world.office.call('acts.read', { actId: world.acts[n]!.actId });

export const registered = (world: World, count: number): Promise<void> =>
  world.office.until(async () => (await world.office.call('trays.counts', {})).registered === count);

export const lineOf = async (world: World) => (await world.office.call('office.status', {})).line;
